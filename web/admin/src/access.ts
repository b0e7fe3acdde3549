import { createContext, useContext } from 'react';
import type { Schema } from 'shared/api/schemas';

type Me = Schema<'Me'>;
type Permission = Schema<'Permission'>;

/** Whether somebody may do something, as the API says. It decides again with every request; this decides what is shown. */
export type May = (permission: Permission) => boolean;

export function mayOf(me: Me): May {
  return permission => me.permissions.includes(permission);
}

const MeContext = createContext<Me | undefined>(undefined);
export const MeProvider = MeContext.Provider;

/** Who is signed in; the shell shows no view before it is known. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe is for views inside the shell');
  return me;
}

export function useMay(): May {
  return mayOf(useMe());
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What somebody must be allowed to do to see this view; others are told so. */
    needs?: Permission;
  }
}
