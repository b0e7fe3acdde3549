import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { Button, buttonLook } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { SearchField } from '../../../parts/search-field';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../quizzes/text';
import { askBanks, type BankSummary } from '../queries';

const route = getRouteApi('/question-banks');

/** The words that are looked for stand in the address. */
function useWords() {
  const { q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/question-banks' });
  const router = useRouter();
  /** Words that are typed come a moment later: a link that was followed meanwhile goes before. */
  function change(words: string) {
    if (!router.latestLocation.pathname.endsWith('/question-banks')) return;
    void navigate({ search: words ? { q: words } : {}, replace: true });
  }
  return { q, change };
}

export default function QuestionBanks() {
  const text = useText();
  const may = useMay();
  const { q, change } = useWords();
  const filter = q ? { q } : {};
  const pages = usePages(['question-banks', filter], askBanks(filter));
  const create = may('manage_courses') && (
    <Link to="/question-banks/new" className={buttonLook('main')}>
      <PanelIcon name="plus" size={16} />
      {text('bank.create')}
    </Link>
  );
  return (
    <>
      <PageHead title={text('nav.question-banks')} lead={text('bank.lead')} actions={create} />
      <search className={layout.filters} aria-label={text('bank.filters')}>
        <SearchField label={text('courses.search')} placeholder={text('courses.name')} value={q} onChange={change} />
      </search>
      <DataTable
        label={text('nav.question-banks')}
        columns={useColumns()}
        pages={pages}
        keyOf={bank => bank.bank_id}
        empty={
          q ? (
            <State
              icon="search"
              title={text('bank.none')}
              action={<Button onClick={() => change('')}>{text('courses.clear')}</Button>}
            >
              {text('courses.none-text')}
            </State>
          ) : (
            <State icon="quiz" title={text('bank.empty')} action={create}>
              {text('bank.empty-text')}
            </State>
          )
        }
      />
    </>
  );
}

function useColumns(): Column<BankSummary>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'title',
      order: 'ascending',
      header: text('bank'),
      width: 'broad',
      cell: bank => (
        <Link to="/question-banks/$bankId" params={{ bankId: bank.bank_id }} className={layout.strong}>
          {bank.title}
        </Link>
      ),
    },
    {
      id: 'questions',
      header: text('quiz.questions-table'),
      width: 'narrow',
      cell: bank => formats.number(bank.question_count),
    },
    {
      id: 'tags',
      header: text('quiz.tags'),
      wide: true,
      cell: ({ tags }) => <span className={layout.cut}>{tags.map(({ tag }) => tag).join(', ') || '–'}</span>,
    },
  ];
}
