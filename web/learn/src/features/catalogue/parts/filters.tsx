import { useEffect, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import { type Chosen, chosenValues, type FacetName, type FacetView } from '../address';
import { FacetList } from './facet-list';
import style from './facets.module.css';

interface FiltersProps {
  facets: readonly FacetView[];
  chosen: Chosen;
  onToggle: (facet: FacetName, value: string) => void;
  /** How many courses there are now, in words. */
  found: string;
}

/** Where there is room for two columns, nothing covers the courses. */
const WIDE = '(min-width: 60.01rem)';

/** Beside the courses on wide pages. */
export function SideFilters({ facets, chosen, onToggle }: Omit<FiltersProps, 'found'>) {
  const text = useText();
  return (
    <section className={style.side} aria-label={text('catalogue.filters')}>
      <a className={style.past} href="#courses">
        {text('catalogue.skip-filters')}
      </a>
      <FacetList facets={facets} chosen={chosen} onToggle={onToggle} />
    </section>
  );
}

/** On a phone, a button that opens them. */
export function FilterButton({ facets, chosen, onToggle, found }: FiltersProps) {
  const text = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const count = chosenValues(chosen).length;

  // Who turns the device finds them beside the courses.
  useEffect(() => {
    const wide = matchMedia(WIDE);
    const close = () => wide.matches && setOpen(false);
    wide.addEventListener('change', close);
    return () => wide.removeEventListener('change', close);
  }, []);

  return (
    <div className={style.button}>
      <Button icon={<Icon name="filter" size={18} />} onClick={() => setOpen(true)} aria-haspopup="dialog">
        {count > 0 ? text('catalogue.filters-chosen', { shown: formats.number(count) }) : text('catalogue.filters')}
      </Button>
      <Dialog title={text('catalogue.filters')} shape="drawer" open={open} onClose={() => setOpen(false)}>
        <FacetList facets={facets} chosen={chosen} onToggle={onToggle} />
        <div className={style.done}>
          <p role="status">{found}</p>
          <Button look="main" onClick={() => setOpen(false)}>
            {text('catalogue.show')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
