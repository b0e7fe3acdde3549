/** Line drawings on a grid of 24, made for this product. */
const PATHS = {
  home: 'M4 11.2 12 4.5l8 6.7V19a1.2 1.2 0 0 1-1.2 1.2H14.5V14.5h-5v5.7H5.2A1.2 1.2 0 0 1 4 19z',
  catalogue: 'M4.5 5.5h6v6h-6zM13.5 5.5h6v6h-6zM4.5 14.5h6v5h-6zM13.5 14.5h6v5h-6z',
  learning:
    'M12 6.8C10 5.3 7.200 4.700 4 4.800v13c3.200-.1 6 .5 8 2 2-1.500 4.800-2.100 8-2v-13c-3.200-.1-6 .5-8 2zm0 0v13',
  boards: 'M5 20v-8h4v8M10 20V5h4v15M15 20v-5.500h4V20M3.500 20h17',
  person:
    'M12 12a3.700 3.700 0 1 0 0-7.400 3.700 3.700 0 0 0 0 7.400zM5 20c.6-3.600 3.300-5.500 7-5.500s6.400 1.900 7 5.500',
  check: 'm5 12.500 4.600 4.500L19 7.500',
  cross: 'M6 6l12 12M18 6 6 18',
  next: 'm9 5.500 6.500 6.500L9 18.500',
  back: 'm15 5.500-6.500 6.500L15 18.500',
  list: 'M8.500 6.500H20M8.500 12H20M8.500 17.500H20M4.200 6.500h.6M4.200 12h.6M4.200 17.500h.6',
  clock: 'M12 20.200a8.200 8.200 0 1 0 0-16.400 8.200 8.200 0 0 0 0 16.400zM12 7.500V12l3 2',
  search: 'M10.800 17.200a6.400 6.400 0 1 0 0-12.800 6.400 6.400 0 0 0 0 12.800zM15.500 15.500 20 20',
  cloud: 'M7 18.500a4 4 0 0 1-.5-8A5.600 5.600 0 0 1 17.200 9.500a4.600 4.600 0 0 1 .3 9M4 4l16 16',
  waiting:
    'M12 3.800v3M12 17.200v3M20.200 12h-3M6.800 12h-3M17.800 6.200l-2.100 2.100M8.300 15.700l-2.100 2.100M17.800 17.800l-2.100-2.100M8.300 8.300 6.200 6.200',
  star: 'm12 4 2.500 5.100 5.600.8-4 4 .9 5.600-5-2.700-5 2.700.9-5.600-4-4 5.600-.8z',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400zM9 19.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z',
  leave: 'M14 4.500H6.500A1.500 1.500 0 0 0 5 6v12a1.500 1.500 0 0 0 1.500 1.500H14M10.500 12H20m-3.500-4 4 4-4 4',
  device: 'M4 6h16v10H4zM9 20h6M12 16v4',
  alert: 'M12 8.500v4.500M12 16.300v.2M12 3.800 21 19.500H3z',
  mail: 'M4 6.500h16v11.500H4zM4 7l8 6 8-6',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: what it means is always said in words beside it, or by the label of the button around it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  // Arrows point along the line of reading.
  const flips = name === 'next' || name === 'back' || name === 'leave';
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-flips={flips || undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
