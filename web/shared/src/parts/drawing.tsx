interface DrawingProps {
  path: string;
  size: number;
  weight?: number;
  /** It points along the line of reading. */
  flips?: boolean;
}

/** A line drawing on a grid of 24. It is decoration: what it means is said in words beside it, or by the label of the button around it. */
export function Drawing({ path, size, weight = 1.7, flips = false }: DrawingProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-flips={flips || undefined}
    >
      <path d={path} />
    </svg>
  );
}
