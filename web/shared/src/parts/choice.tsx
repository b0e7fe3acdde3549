import style from './choice.module.css';

interface ChoiceProps<Value extends string> {
  legend: string;
  name: string;
  options: readonly { value: Value; label: string; lang?: string }[];
  value: Value;
  onChange: (value: Value) => void;
  hideLegend?: boolean;
}

/** One of a few, all of them in view: radio buttons that look like a switch. */
export function Choice<Value extends string>({
  legend,
  name,
  options,
  value,
  onChange,
  hideLegend,
}: ChoiceProps<Value>) {
  return (
    <fieldset className={style.choice}>
      <legend className={hideLegend ? 'visually-hidden' : style.legend}>{legend}</legend>
      <div className={style.options}>
        {options.map(option => (
          <label key={option.value} className={style.option} lang={option.lang}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
