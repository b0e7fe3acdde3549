import { Mark } from 'shared/sign-in/mark';
import style from './shell.module.css';
import { ViewWaiting } from './view-waiting';

/** The frame of the page while it is being found out who is there. */
export function ShellWaiting() {
  return (
    <div className={style.shell}>
      <header className={style.head}>
        <div className={style.bar}>
          <span className={style.workspace}>
            <Mark />
          </span>
        </div>
      </header>
      <main className={style.content}>
        <ViewWaiting />
      </main>
    </div>
  );
}
