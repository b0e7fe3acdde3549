import { createContext, useContext } from 'react';
import type { Schema } from 'shared/api/schemas';

type Role = Schema<'Role'>;
type Me = Schema<'Me'>;

/** Roles that count only for somebody who has signed in with a second factor. */
const GUARDED: ReadonlySet<Role> = new Set(['admin', 'regional_admin', 'auditor', 'support', 'platform']);

/** What the API lets these roles do. It decides again with every request; this decides what is shown. */
export interface Access {
  anything: boolean;
  readPeople: boolean;
  changePeople: boolean;
  readWorkspace: boolean;
  changeWorkspace: boolean;
  team: boolean;
  readCourses: boolean;
  changeCourses: boolean;
  audit: boolean;
  platform: boolean;
}

/** The roles that count in this session. */
export function countingRoles(me: Me): ReadonlySet<Role> {
  return new Set(me.roles.filter(role => me.second_factor !== 'required' || !GUARDED.has(role)));
}

export function accessOf(me: Me): Access {
  const roles = countingRoles(me);
  const has = (...wanted: Role[]) => wanted.some(role => roles.has(role));
  return {
    anything: has('admin', 'regional_admin', 'author', 'manager', 'auditor', 'support', 'platform'),
    readPeople: has('admin', 'regional_admin', 'support'),
    changePeople: has('admin', 'regional_admin'),
    readWorkspace: has('admin', 'support'),
    changeWorkspace: has('admin'),
    team: has('manager'),
    readCourses: has('admin', 'author', 'support'),
    changeCourses: has('admin', 'author'),
    audit: has('admin', 'auditor', 'support'),
    platform: has('platform'),
  };
}

const MeContext = createContext<Me | undefined>(undefined);
export const MeProvider = MeContext.Provider;

/** Who is signed in; the shell shows no view before it is known. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe is for views inside the shell');
  return me;
}

export function useAccess(): Access {
  return accessOf(useMe());
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What somebody must be allowed to see this view; others are told so. */
    needs?: keyof Access;
  }
}
