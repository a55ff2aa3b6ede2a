import { supplied } from "./table";

const whole = (value: number) => ({ type: "BINARY_INTEGER", value }) as const;

const recipient = { NAME: "VARCHAR2", ADDRESS: "VARCHAR2", PROTOCOL: "NUMBER" };

export const dbmsAq = supplied({
  name: "DBMS_AQ",
  partial: true,
  granted: true,
  types: {
    ENQUEUE_OPTIONS_T: {
      kind: "record",
      fields: {
        VISIBILITY: "BINARY_INTEGER",
        RELATIVE_MSGID: "RAW",
        SEQUENCE_DEVIATION: "BINARY_INTEGER",
        TRANSFORMATION: "VARCHAR2",
        DELIVERY_MODE: "PLS_INTEGER",
      },
    },
    DEQUEUE_OPTIONS_T: {
      kind: "record",
      fields: {
        CONSUMER_NAME: "VARCHAR2",
        DEQUEUE_MODE: "BINARY_INTEGER",
        NAVIGATION: "BINARY_INTEGER",
        VISIBILITY: "BINARY_INTEGER",
        WAIT: "BINARY_INTEGER",
        MSGID: "RAW",
        CORRELATION: "VARCHAR2",
        DEQ_CONDITION: "VARCHAR2",
        TRANSFORMATION: "VARCHAR2",
        DELIVERY_MODE: "PLS_INTEGER",
      },
    },
    SQL_AGENT: { kind: "record", fields: recipient },
    AQ$_RECIPIENT_LIST_T: { kind: "table", of: "SQL_AGENT", indexBy: "number" },
    MESSAGE_PROPERTIES_T: {
      kind: "record",
      fields: {
        PRIORITY: "BINARY_INTEGER",
        DELAY: "BINARY_INTEGER",
        EXPIRATION: "BINARY_INTEGER",
        CORRELATION: "VARCHAR2",
        ATTEMPTS: "BINARY_INTEGER",
        RECIPIENT_LIST: "AQ$_RECIPIENT_LIST_T",
        EXCEPTION_QUEUE: "VARCHAR2",
        ENQUEUE_TIME: "DATE",
        STATE: "BINARY_INTEGER",
        ORIGINAL_MSGID: "RAW",
        TRANSACTION_GROUP: "VARCHAR2",
        DELIVERY_MODE: "PLS_INTEGER",
      },
    },
  },
  constants: {
    BROWSE: whole(1),
    LOCKED: whole(2),
    REMOVE: whole(3),
    REMOVE_NODATA: whole(4),
    FIRST_MESSAGE: whole(1),
    NEXT_TRANSACTION: whole(2),
    NEXT_MESSAGE: whole(3),
    IMMEDIATE: whole(1),
    ON_COMMIT: whole(2),
    FOREVER: whole(-1),
    NO_WAIT: whole(0),
    NO_DELAY: whole(0),
    NEVER: whole(-1),
    PERSISTENT: whole(1),
    BUFFERED: whole(2),
  },
  subprograms: `
    procedure enqueue(queue_name varchar2, enqueue_options enqueue_options_t, message_properties message_properties_t, payload any_data, msgid out raw)
    procedure dequeue(queue_name varchar2, dequeue_options dequeue_options_t, message_properties out message_properties_t, payload out any_data, msgid out raw)
    procedure listen(agent_list any_data, wait binary_integer default -1, agent out any_data)`,
});

export const dbmsAqadm = supplied({
  name: "DBMS_AQADM",
  partial: true,
  granted: true,
  subprograms: `
    procedure create_queue_table(queue_table varchar2, queue_payload_type varchar2, storage_clause varchar2 default null, sort_list varchar2 default null, multiple_consumers boolean default false, message_grouping binary_integer default 0, comment varchar2 default null, auto_commit boolean default true, primary_instance binary_integer default 0, secondary_instance binary_integer default 0, compatible varchar2 default null, secure boolean default false)
    procedure drop_queue_table(queue_table varchar2, force boolean default false, auto_commit boolean default true)
    procedure create_queue(queue_name varchar2, queue_table varchar2, queue_type binary_integer default 0, max_retries number default null, retry_delay number default 0, retention_time number default 0, dependency_tracking boolean default false, comment varchar2 default null, auto_commit boolean default true)
    procedure drop_queue(queue_name varchar2, auto_commit boolean default true)
    procedure start_queue(queue_name varchar2, enqueue boolean default true, dequeue boolean default true)
    procedure stop_queue(queue_name varchar2, enqueue boolean default true, dequeue boolean default true, wait boolean default true)
    procedure add_subscriber(queue_name varchar2, subscriber any_data, rule varchar2 default null, transformation varchar2 default null, queue_to_queue boolean default false, delivery_mode pls_integer default 1)
    procedure remove_subscriber(queue_name varchar2, subscriber any_data)
    procedure grant_queue_privilege(privilege varchar2, queue_name varchar2, grantee varchar2, grant_option boolean default false)
    procedure grant_system_privilege(privilege varchar2, grantee varchar2, admin_option boolean default false)
    procedure create_sharded_queue(queue_name varchar2, storage_clause varchar2 default null, multiple_consumers boolean default false, max_retries number default null, comment varchar2 default null, queue_payload_type varchar2 default null)
    procedure create_transactional_event_queue(queue_name varchar2, storage_clause varchar2 default null, multiple_consumers boolean default false, max_retries number default null, comment varchar2 default null, queue_payload_type varchar2 default null)
    procedure drop_sharded_queue(queue_name varchar2, force boolean default false)
    procedure drop_transactional_event_queue(queue_name varchar2, force boolean default false)`,
});

export const dbmsPipe = supplied({
  name: "DBMS_PIPE",
  granted: true,
  constants: { MAXWAIT: { type: "INTEGER", value: 86_400_000 } },
  subprograms: `
    function create_pipe(pipename varchar2, maxpipesize integer default 66536, private boolean default true) return integer
    function next_item_type return integer
    procedure pack_message(item any_data)
    procedure pack_message_raw(item raw)
    procedure pack_message_rowid(item rowid)
    procedure purge(pipename varchar2)
    function receive_message(pipename varchar2, timeout integer default 86400000) return integer
    function remove_pipe(pipename varchar2) return integer
    procedure reset_buffer
    function send_message(pipename varchar2, timeout integer default 86400000, maxpipesize integer default 66536) return integer
    function unique_session_name return varchar2
    procedure unpack_message(item out any_data)
    procedure unpack_message_raw(item out raw)`,
});

export const dbmsAlert = supplied({
  name: "DBMS_ALERT",
  granted: true,
  constants: { MAXWAIT: { type: "INTEGER", value: 86_400_000 } },
  subprograms: `
    procedure register(name varchar2, cleanup boolean default true)
    procedure remove(name varchar2)
    procedure removeall
    procedure set_defaults(sensitivity number)
    procedure signal(name varchar2, message varchar2)
    procedure waitany(name out varchar2, message out varchar2, status out integer, timeout number default 86400000)
    procedure waitone(name varchar2, message out varchar2, status out integer, timeout number default 86400000)`,
});
