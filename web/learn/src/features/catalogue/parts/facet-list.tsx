import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { useText } from '../../../text';
import type { Chosen, FacetName, FacetView } from '../address';
import { useValueName } from '../use-value-name';
import style from './facets.module.css';

/** Values that are shown at first: of tags there may be a hundred. */
const FIRST = 6;

interface FacetListProps {
  facets: readonly FacetView[];
  chosen: Chosen;
  onToggle: (facet: FacetName, value: string) => void;
}

/** By what the courses can be chosen, with how many there would be. */
export function FacetList({ facets, chosen, onToggle }: FacetListProps) {
  return (
    <div className={style.facets}>
      {facets.map(facet => (
        <Facet
          key={facet.name}
          facet={facet}
          chosen={chosen[facet.name]}
          onToggle={value => onToggle(facet.name, value)}
        />
      ))}
    </div>
  );
}

interface FacetProps {
  facet: FacetView;
  chosen: readonly string[];
  onToggle: (value: string) => void;
}

function Facet({ facet, chosen, onToggle }: FacetProps) {
  const text = useText();
  const formats = useFormats();
  const valueName = useValueName();
  const [all, setAll] = useState(false);
  const shown = facet.values.filter((each, index) => all || index < FIRST || chosen.includes(each.value));
  const hidden = facet.values.length - shown.length;
  return (
    <fieldset className={style.facet}>
      <legend>{text(`facet.${facet.name}`)}</legend>
      {shown.map(({ value, count }) => (
        <label key={value} className={style.value}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
          <span>{valueName(facet.name, value)}</span>
          <span className={style.count}>
            <span aria-hidden="true">{formats.number(count)}</span>
            <span className="visually-hidden">, {text('courses', { count, shown: formats.number(count) })}</span>
          </span>
        </label>
      ))}
      {(hidden > 0 || all) && (
        <button type="button" className={style.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all
            ? text('catalogue.fewer-values', { facet: text(`facet.${facet.name}`) })
            : text('catalogue.more-values', { shown: formats.number(hidden), facet: text(`facet.${facet.name}`) })}
        </button>
      )}
    </fieldset>
  );
}
