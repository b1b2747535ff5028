-- Acts of exporting are looked for among all others, to see whether the list of exports has each.
CREATE INDEX ledger_act_export ON ledger_act (number) WHERE source = 'admin' AND operation = 'declareExport';
