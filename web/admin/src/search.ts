/** What stands in an address is anybody's: only texts that are wanted are taken from it. */
export function texts<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [Each in Name]?: string } => {
    const found: { [Each in Name]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if ((typeof value === 'string' || typeof value === 'number') && value !== '') found[name] = String(value);
    }
    return found;
  };
}

/** The one of some values that stands in the address. */
export function oneOf<Value extends string>(value: string | undefined, values: readonly Value[]): Value | undefined {
  return values.find(each => each === value);
}
