import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useLocale } from 'shared/i18n/text';
import { Button } from 'shared/parts/button';
import { SelectField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { FileField } from '../../../files/parts/file-field';
import { placesWithin } from '../../../files/uploads';
import { languageName, languages } from '../details/languages';
import style from './content.module.css';

type Captions = Schema<'CaptionTrack'>;

interface CaptionsFieldProps {
  slot: string;
  captions: readonly Captions[];
  readOnly: boolean;
  onChange: (captions: Captions[]) => void;
}

/** One file for each language; the transcript is made of them as well. */
export function CaptionsField({ slot, captions, readOnly, onChange }: CaptionsFieldProps) {
  const text = useText();
  const locale = useLocale();
  // A language stands here before it has a file, also when its file was on its way while another lesson was shown.
  const [added, setAdded] = useState<readonly string[]>(() => placesWithin(slot));
  const known = captions.map(each => each.language);
  const shown = [...known, ...added.filter(language => !known.includes(language))];

  function put(language: string, file: string) {
    const others = captions.filter(each => each.language !== language);
    onChange([...others, { language, file }].sort((one, other) => one.language.localeCompare(other.language)));
    setAdded(before => before.filter(each => each !== language));
  }

  function remove(language: string) {
    setAdded(before => before.filter(each => each !== language));
    if (known.includes(language)) onChange(captions.filter(each => each.language !== language));
  }

  return (
    <fieldset className={style.captions}>
      <legend>{text('course.captions')}</legend>
      <p className={style.soft}>{text('course.captions-hint')}</p>
      {shown.map(language => (
        <FileField
          key={language}
          slot={`${slot}/${language}`}
          kind="captions"
          label={languageName(locale, language)}
          value={captions.find(each => each.language === language)?.file ?? ''}
          readOnly={readOnly}
          onChosen={file => put(language, file.digest)}
          onRemove={() => remove(language)}
        />
      ))}
      {!readOnly && <NextLanguage without={shown} onAdd={language => setAdded([...added, language])} />}
    </fieldset>
  );
}

function NextLanguage({ without, onAdd }: { without: readonly string[]; onAdd: (language: string) => void }) {
  const text = useText();
  const locale = useLocale();
  const [chosen, setChosen] = useState('');
  const options = languages(locale, [])
    .filter(tag => !without.includes(tag))
    .map(tag => ({ value: tag, label: languageName(locale, tag) }));
  return (
    <div className={style.next}>
      <SelectField
        label={text('course.captions-language')}
        value={chosen}
        options={[{ value: '', label: text('course.captions-choose') }, ...options]}
        onChange={event => setChosen(event.target.value)}
      />
      <Button
        aria-disabled={chosen === '' || undefined}
        onClick={() => {
          if (chosen === '') return;
          onAdd(chosen);
          setChosen('');
        }}
      >
        {text('course.captions-add')}
      </Button>
    </div>
  );
}
