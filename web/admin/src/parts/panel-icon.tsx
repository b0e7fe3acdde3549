import { Drawing } from 'shared/parts/drawing';

/** Beside those that both applications share. */
const PATHS = {
  download: 'M12 4v11m-4.500-4.500L12 15l4.500-4.500M5 19.500h14',
  people:
    'M9 11.500a3.300 3.300 0 1 0 0-6.600 3.300 3.300 0 0 0 0 6.600zM3 19.500c.5-3.300 2.800-5 6-5s5.500 1.700 6 5M15.500 5.200a3.200 3.200 0 0 1 0 6.100M17.500 14.800c2 .6 3.200 2.200 3.500 4.700',
  groups: 'M4 5h7v6H4zM13 5h7v6h-7zM8.500 13.500h7v6h-7z',
  team: 'M12 8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM6 20.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM18 20.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM12 8.500V12M6 15.500V12h12v3.500',
  key: 'M8.500 15.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12.500 11.500H21M18 11.500V15M15 11.500v2.500',
  shield: 'M12 3.500 5 6v5.500c0 4.300 2.800 7.400 7 9 4.200-1.600 7-4.700 7-9V6z',
  life: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM6 6l3.500 3.500M14.500 14.500 18 18M18 6l-3.500 3.500M9.500 14.500 6 18',
  log: 'M6 3.500h9l4 4v13H6zM9.500 9h4M9.500 12.500h6M9.500 16h6',
  import: 'M4 14v5h16v-5M12 4v10m-4-4 4 4 4-4',
  building: 'M5 20.500v-16h9v16M14 9.500h5v11M3.500 20.500h17M8 8h3M8 11.500h3M8 15h3',
  letters: 'M4 6.500h16v11.500H4zM4 7l8 6 8-6M4 21h16',
  agent:
    'M5 13v-1a7 7 0 0 1 14 0v1M5 13h3v5H6a1 1 0 0 1-1-1zM19 13h-3v5h2a1 1 0 0 0 1-1zM16 18c0 1.500-1.500 2.500-4 2.500',
  plus: 'M12 5v14M5 12h14',
  pencil: 'm5 19 1-4L16.500 4.500l3 3L9 18zM14 7l3 3',
  copy: 'M8.500 8.500h11v11h-11zM15.500 8.500v-4h-11v11h4',
  sort: 'M5 6h14M7.500 12h9M10 18h4',
  order: 'M12 19V5m-5 5 5-5 5 5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  external: 'M14 4.500h5.500V10M19.500 4.500 11 13M10 5.500H5v13.500h13.500V14',
  down: 'm6 9.500 6 6 6-6',
} as const;

export type PanelIconName = keyof typeof PATHS;

export function PanelIcon({ name, size = 20 }: { name: PanelIconName; size?: number }) {
  return <Drawing path={PATHS[name]} size={size} />;
}
