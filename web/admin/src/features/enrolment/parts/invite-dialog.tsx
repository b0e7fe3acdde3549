import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { ChosenList } from '../../../parts/chosen-list';
import { walk } from '../../../parts/csv';
import { SelectField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import layout from '../../../parts/layout.module.css';
import { MemberPicker } from '../../../parts/member-picker';
import { useText } from '../../../text';
import { allGroupsQuery, askGroupMembers } from '../../groups/queries';
import { invite } from '../queries';
import style from './invite-dialog.module.css';
import { type Chosen, type Invitee, type Outcome, outcomeOf, packetsOf } from './invitees';

const ALWAYS = new AbortController().signal;

/** Everybody of a group who can sign in. */
async function inviteesOf({ kind, id, name }: Chosen): Promise<Invitee[]> {
  if (kind === 'person') return [{ id, name }];
  const members = await walk(askGroupMembers(id), () => undefined, ALWAYS);
  return members.filter(({ state }) => state === 'active').map(each => ({ id: each.member_id, name: each.name }));
}

interface InviteDialogProps {
  courseId: string;
  onClose: () => void;
}

/** Invites people one by one, and groups as a whole. */
export function InviteDialog({ courseId, onClose }: InviteDialogProps) {
  const text = useText();
  const formats = useFormats();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [outcome, setOutcome] = useState<Outcome>();
  const [sent, setSent] = useState<{ done: number; all: number }>();

  async function send() {
    const invitees = (await Promise.all(chosen.map(inviteesOf))).flat();
    const packets = packetsOf(invitees);
    const all = packets.flat().length;
    const results = [];
    try {
      for (const packet of packets) {
        if (packets.length > 1) setSent({ done: results.length, all });
        const answer = await invite(
          courseId,
          packet.map(({ id }) => id),
        );
        results.push(...answer.items);
      }
    } finally {
      setSent(undefined);
      void client.invalidateQueries({ queryKey: ['course', courseId, 'invitations'] });
    }
    const found = outcomeOf(results, invitees);
    const count = found.counts.invited;
    if (count < results.length || results.length === 0) {
      setOutcome(found);
      return false;
    }
    showToast(text('invitations.invited', { count, shown: formats.number(count) }));
    return true;
  }

  if (outcome) return <Results outcome={outcome} onClose={onClose} />;
  return (
    <FormDialog
      title={text('invitations.invite-title')}
      open
      onClose={onClose}
      action={text('invitations.send')}
      ready={chosen.length > 0}
      onSubmit={send}
    >
      <Choice chosen={chosen} onChange={setChosen} />
      {sent && (
        <p role="status" className={layout.small}>
          {text('invitations.sending', { done: formats.number(sent.done), all: formats.number(sent.all) })}
        </p>
      )}
    </FormDialog>
  );
}

interface ChoiceProps {
  chosen: readonly Chosen[];
  onChange: (chosen: readonly Chosen[]) => void;
}

function Choice({ chosen, onChange }: ChoiceProps) {
  const text = useText();
  const may = useMay();
  const around = useRef<HTMLDivElement>(null);
  const groups = useQuery({ ...allGroupsQuery, enabled: may('view_workspace') });
  const free = groups.data?.filter(group => !chosen.some(each => each.id === group.group_id)) ?? [];

  return (
    <div className={layout.form} ref={around}>
      <MemberPicker
        label={text('invitations.person')}
        without={chosen.map(each => each.id)}
        onPick={({ member_id: id, name }) => {
          onChange([...chosen, { kind: 'person', id, name }]);
          requestAnimationFrame(() => around.current?.querySelector('input')?.focus());
        }}
      />
      {free.length > 0 && (
        <SelectField
          label={text('invitations.group')}
          value=""
          options={[
            { value: '', label: text('choose') },
            ...free.map(group => ({ value: group.group_id, label: group.name })),
          ]}
          onChange={event => {
            const group = free.find(each => each.group_id === event.target.value);
            if (group) onChange([...chosen, { kind: 'group', id: group.group_id, name: group.name }]);
          }}
        />
      )}
      <ChosenList
        label={text('invitations.chosen')}
        items={chosen.map(({ kind, id, name }) => ({
          key: id,
          words: kind === 'group' ? text('invitations.all-of', { group: name }) : name,
        }))}
        onRemove={at => onChange(chosen.filter((_, other) => other !== at))}
      />
    </div>
  );
}

const KINDS = ['invited', 'already_invited', 'already_enrolled', 'refused'] as const;

/** Where not everybody was invited, what became of whom. */
function Results({ outcome: { counts, refused }, onClose }: { outcome: Outcome; onClose: () => void }) {
  const text = useText();
  const formats = useFormats();
  const kinds = KINDS.filter(kind => counts[kind] > 0);
  return (
    <Dialog title={text('invitations.results')} open onClose={onClose}>
      {kinds.length === 0 && <p>{text('invitations.nobody')}</p>}
      <ul className={style.results}>
        {kinds.map(kind => (
          <li key={kind}>
            {text(`invitations.${kind}`, { count: counts[kind], shown: formats.number(counts[kind]) })}
          </li>
        ))}
      </ul>
      {refused.length > 0 && (
        <ul className={style.refused} aria-label={text('invitations.refused-who')}>
          {refused.map(({ name, detail }) => (
            <li key={name}>
              <strong>{name}</strong>
              <span className={layout.small}>{detail}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={layout.ends}>
        <Button look="main" onClick={onClose}>
          {text('invitations.close')}
        </Button>
      </div>
    </Dialog>
  );
}
