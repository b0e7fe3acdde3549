import { type TextId, useText } from '../text';

/** What the API calls its warnings about books and texts; one that is new there is shown by the API's name. */
const KINDS: Record<string, TextId> = {
  setting: 'warning.setting',
  draft: 'warning.draft',
  missing_page: 'warning.missing_page',
  repeated_page: 'warning.repeated_page',
  unlisted_page: 'warning.unlisted_page',
  front_matter: 'warning.front_matter',
  unresolved_include: 'warning.unresolved_include',
  unknown_directive: 'warning.unknown_directive',
  speaker_notes: 'warning.speaker_notes',
  broken_link: 'warning.broken_link',
  missing_picture: 'warning.missing_picture',
  refused_picture: 'warning.refused_picture',
  refused_file: 'warning.refused_file',
  lost_markup: 'warning.lost_markup',
  formula: 'warning.formula',
  left_out_page: 'warning.left_out_page',
  left_out_file: 'warning.left_out_file',
  file_names: 'warning.file_names',
  another_book: 'warning.another_book',
  more_warnings: 'warning.more_warnings',
};

export function useKindNames(): (kind: string) => string {
  const text = useText();
  return kind => {
    const id = KINDS[kind];
    return id ? text(id) : kind;
  };
}
