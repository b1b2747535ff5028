-- What is done to the server, to be put into the tree of the ledger: each act is written here by the statement that writes
-- it into its own record, and the notary puts it into a block. The body says what the leaf in the tree is the hash of.
CREATE TABLE ledger_act (
  act bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- desk: desk_action; admin: admin_action; start: this table alone.
  source text NOT NULL,
  -- The number in that record.
  number bigint NOT NULL,
  -- What was tried, before anything was done; or how it ended.
  is_end boolean NOT NULL,
  at_ms bigint NOT NULL,
  operation text NOT NULL,
  account bigint NOT NULL,
  device bigint NOT NULL,
  address text NOT NULL,
  body text NOT NULL,
  -- The block that has its row, and which of its rows that is; NULL: none yet.
  block bigint,
  place integer
);
CREATE INDEX ledger_act_open ON ledger_act (act) WHERE block IS NULL;
CREATE INDEX ledger_act_number ON ledger_act (source, number);

CREATE FUNCTION ledger_act_of_desk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_act (source, number, is_end, at_ms, operation, account, device, address, body)
  VALUES ('desk', NEW.action_nid, TG_OP = 'UPDATE', CASE TG_OP WHEN 'UPDATE' THEN coalesce(NEW.ended_at_ms, NEW.at_ms) ELSE NEW.at_ms END,
    NEW.operation, coalesce(NEW.user_nid, 0), greatest(0, coalesce(NEW.device_nid, 0)), NEW.ip,
    json_build_object('at_ms', NEW.at_ms, 'operation', NEW.operation, 'way', NEW.way, 'account', NEW.user_nid, 'device', NEW.device_nid,
      'ip', NEW.ip, 'target', NEW.target, 'reason', NEW.reason, 'case_id', NEW.case_nid, 'request_id', NEW.request_nid,
      'is_break_glass', NEW.is_break_glass, 'outcome', NEW.outcome, 'ended_at_ms', NEW.ended_at_ms)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_act AFTER INSERT OR UPDATE ON desk_action FOR EACH ROW EXECUTE FUNCTION ledger_act_of_desk();

CREATE FUNCTION ledger_act_of_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_act (source, number, is_end, at_ms, operation, account, device, address, body)
  VALUES ('admin', NEW.action_nid, TG_OP = 'UPDATE', NEW.at_ms, NEW.operation, NEW.user_nid, greatest(0, NEW.device_nid), '',
    json_build_object('at_ms', NEW.at_ms, 'operation', NEW.operation, 'account', NEW.user_nid, 'device', NEW.device_nid,
      'target', NEW.target, 'outcome', NEW.outcome)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_act AFTER INSERT OR UPDATE ON admin_action FOR EACH ROW EXECUTE FUNCTION ledger_act_of_admin();

-- What was done before is taken in as it stands now.
INSERT INTO ledger_act (source, number, is_end, at_ms, operation, account, device, address, body)
SELECT 'desk', d.action_nid, e.is_end, CASE WHEN e.is_end THEN coalesce(d.ended_at_ms, d.at_ms) ELSE d.at_ms END,
  d.operation, coalesce(d.user_nid, 0), greatest(0, coalesce(d.device_nid, 0)), d.ip,
  json_build_object('at_ms', d.at_ms, 'operation', d.operation, 'way', d.way, 'account', d.user_nid, 'device', d.device_nid,
    'ip', d.ip, 'target', d.target, 'reason', d.reason, 'case_id', d.case_nid, 'request_id', d.request_nid,
    'is_break_glass', d.is_break_glass, 'outcome', d.outcome, 'ended_at_ms', d.ended_at_ms)::text
FROM desk_action d CROSS JOIN (VALUES (false), (true)) e (is_end) WHERE NOT e.is_end OR d.outcome IS NOT NULL ORDER BY d.action_nid, e.is_end;
INSERT INTO ledger_act (source, number, is_end, at_ms, operation, account, device, address, body)
SELECT 'admin', a.action_nid, e.is_end, a.at_ms, a.operation, a.user_nid, greatest(0, a.device_nid), '',
  json_build_object('at_ms', a.at_ms, 'operation', a.operation, 'account', a.user_nid, 'device', a.device_nid, 'target', a.target, 'outcome', a.outcome)::text
FROM admin_action a CROSS JOIN (VALUES (false), (true)) e (is_end) WHERE NOT e.is_end OR a.outcome IS NOT NULL ORDER BY a.action_nid, e.is_end;
