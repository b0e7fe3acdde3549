import { useQuery } from '@tanstack/react-query';
import { Failure } from 'shared/parts/state';
import { useMay } from '../../../access';
import { Card, Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { SettingsForm } from '../parts/settings-form';
import { settingsQuery } from '../queries';

export default function Settings() {
  const text = useText();
  const may = useMay();
  const settings = useQuery(settingsQuery);
  if (!settings.data) {
    return settings.error ? (
      <>
        <PageHead title={text('settings')} />
        <Failure error={settings.error} onRetry={() => settings.refetch()} busy={settings.isFetching} />
      </>
    ) : (
      <ViewWaiting />
    );
  }
  const { value } = settings.data;
  return (
    <>
      <PageHead title={text('settings')} lead={text('settings.lead')} />
      <div className={layout.stack}>
        <SettingsForm loaded={settings.data} fixed={!may('manage_workspace')} />
        <Card title={text('settings.agreed')} lead={text('settings.agreed-lead')}>
          <Facts
            facts={[
              { label: text('name'), value: value.name },
              { label: text('workspace'), value: <code className={layout.code}>{value.workspace}</code> },
              { label: text('tier'), value: text(`tier.${value.tier}`) },
              { label: text('domain'), value: value.custom_domain ?? '–' },
              { label: text('home-region'), value: value.home_region },
              { label: text('retention'), value: text('days', { count: value.retention_days }) },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
