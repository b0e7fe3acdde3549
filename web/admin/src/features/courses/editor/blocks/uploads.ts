import { createContext, useContext } from 'react';

/** How a picture that was stored is called in the Markdown of a lesson. */
export interface StoredPicture {
  src: string;
  /** What it shows, as far as its file says so. */
  alt: string;
  /** Where it can be seen now. */
  address?: string;
}

/** Where files go that are put into a lesson. What is refused is thrown, in words for the author. */
export interface Uploads {
  uploadPicture: (file: File) => Promise<StoredPicture>;
}

const Context = createContext<Uploads | undefined>(undefined);

/** Around an editor whose lessons can hold uploaded files. */
export const UploadsProvider = Context.Provider;

/** Nothing where files cannot be uploaded. */
export function useUploads(): Uploads | undefined {
  return useContext(Context);
}
