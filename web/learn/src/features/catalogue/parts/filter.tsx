import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import { LENGTHS, type Length } from '../../course/matches';
import style from './catalogue.module.css';

interface FilterProps {
  words: string;
  onWords: (words: string) => void;
  length: Length;
  onLength: (length: Length) => void;
}

export function Filter({ words, onWords, length, onLength }: FilterProps) {
  const text = useText();
  return (
    <search className={style.filter}>
      <label className={style.search}>
        <span className="visually-hidden">{text('catalogue.filter')}</span>
        <Icon name="search" />
        <input
          type="search"
          value={words}
          placeholder={text('catalogue.placeholder')}
          onChange={event => onWords(event.target.value)}
        />
      </label>
      <label>
        <span className="visually-hidden">{text('catalogue.length')}</span>
        <select value={length} onChange={event => onLength(event.target.value as Length)}>
          {LENGTHS.map(each => (
            <option key={each} value={each}>
              {text(`catalogue.${each}`)}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}
