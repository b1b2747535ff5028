-- As of `ledger_act_export`, of the record of acts itself.
CREATE INDEX admin_action_export ON admin_action (action_nid) WHERE operation = 'declareExport';
