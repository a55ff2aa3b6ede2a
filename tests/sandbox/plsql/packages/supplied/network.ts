import { supplied } from "./table";

const networkErrors = {
  NETWORK_ACCESS_DENIED: -24247,
  BAD_ARGUMENT: -29261,
  PARTIAL_MULTIBYTE_CHAR: -29275,
  TRANSFER_TIMEOUT: -29276,
};

const text = (value: string) => ({ type: "VARCHAR2", value }) as const;
const whole = (value: number) => ({ type: "PLS_INTEGER", value }) as const;

export const utlHttp = supplied({
  name: "UTL_HTTP",
  partial: true,
  types: {
    REQ: { kind: "record", fields: { URL: "VARCHAR2", METHOD: "VARCHAR2", HTTP_VERSION: "VARCHAR2" } },
    RESP: {
      kind: "record",
      fields: { STATUS_CODE: "PLS_INTEGER", REASON_PHRASE: "VARCHAR2", HTTP_VERSION: "VARCHAR2" },
    },
    HTML_PIECES: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    COOKIE: {
      kind: "record",
      fields: {
        NAME: "VARCHAR2",
        VALUE: "VARCHAR2",
        DOMAIN: "VARCHAR2",
        EXPIRE: "TIMESTAMP WITH TIME ZONE",
        PATH: "VARCHAR2",
        SECURE: "BOOLEAN",
        VERSION: "PLS_INTEGER",
        COMMENT: "VARCHAR2",
      },
    },
    COOKIE_TABLE: { kind: "table", of: "COOKIE", indexBy: "number" },
    CONNECTION: {
      kind: "record",
      fields: {
        HOST: "VARCHAR2",
        PORT: "PLS_INTEGER",
        PROXY_HOST: "VARCHAR2",
        PROXY_PORT: "PLS_INTEGER",
        SSL: "BOOLEAN",
      },
    },
    CONNECTION_TABLE: { kind: "table", of: "CONNECTION", indexBy: "number" },
    REQUEST_CONTEXT_KEY: { kind: "scalar", type: "PLS_INTEGER" },
  },
  constants: {
    HTTP_VERSION_1_0: text("HTTP/1.0"),
    HTTP_VERSION_1_1: text("HTTP/1.1"),
    DEFAULT_HTTP_PORT: whole(80),
    DEFAULT_HTTPS_PORT: whole(443),
    HTTP_CONTINUE: whole(100),
    HTTP_OK: whole(200),
    HTTP_CREATED: whole(201),
    HTTP_ACCEPTED: whole(202),
    HTTP_NO_CONTENT: whole(204),
    HTTP_MOVED_PERMANENTLY: whole(301),
    HTTP_FOUND: whole(302),
    HTTP_NOT_MODIFIED: whole(304),
    HTTP_BAD_REQUEST: whole(400),
    HTTP_UNAUTHORIZED: whole(401),
    HTTP_FORBIDDEN: whole(403),
    HTTP_NOT_FOUND: whole(404),
    HTTP_METHOD_NOT_ALLOWED: whole(405),
    HTTP_CONFLICT: whole(409),
    HTTP_INTERNAL_SERVER_ERROR: whole(500),
    HTTP_NOT_IMPLEMENTED: whole(501),
    HTTP_BAD_GATEWAY: whole(502),
    HTTP_SERVICE_UNAVAILABLE: whole(503),
    HTTP_GATEWAY_TIMEOUT: whole(504),
  },
  exceptions: {
    ...networkErrors,
    INIT_FAILED: -29272,
    REQUEST_FAILED: -29273,
    BAD_URL: -29262,
    PROTOCOL_ERROR: -29263,
    UNKNOWN_SCHEME: -29264,
    HEADER_NOT_FOUND: -29265,
    END_OF_BODY: -29266,
    ILLEGAL_CALL: -29267,
    HTTP_CLIENT_ERROR: -29268,
    HTTP_SERVER_ERROR: -29269,
    TOO_MANY_REQUESTS: -29270,
    PARTIAL_MULTIBYTE_EXCEPTION: -29275,
  },
  subprograms: `
    function request(url varchar2, proxy varchar2 default null, wallet_path varchar2 default null, wallet_password varchar2 default null, https_host varchar2 default null) return varchar2
    function request_pieces(url varchar2, max_pieces number default 32767, proxy varchar2 default null, wallet_path varchar2 default null, wallet_password varchar2 default null, https_host varchar2 default null) return html_pieces
    function begin_request(url varchar2, method varchar2 default 'GET', http_version varchar2 default null, request_context request_context_key default null, https_host varchar2 default null) return req
    function create_request_context(wallet_path varchar2 default null, wallet_password varchar2 default null, enable_cookies boolean default true, max_cookies pls_integer default 300, max_cookies_per_site pls_integer default 20) return request_context_key
    procedure destroy_request_context(request_context request_context_key)
    procedure set_header(r in out req, name varchar2, value varchar2 default null)
    procedure set_authentication(r in out req, username varchar2, password varchar2 default null, scheme varchar2 default 'Basic', for_proxy boolean default false)
    procedure set_authentication_from_wallet(r in out req, alias varchar2, scheme varchar2 default 'Basic', for_proxy boolean default false)
    procedure set_body_charset(charset varchar2 default null)
    procedure set_body_charset(r in out req, charset varchar2 default null)
    procedure set_body_charset(r in out resp, charset varchar2 default null)
    procedure set_cookie_support(enable boolean, max_cookies pls_integer default 300, max_cookies_per_site pls_integer default 20)
    procedure set_cookie_support(r in out req, enable boolean default true)
    procedure set_detailed_excp_support(enable boolean default false)
    procedure set_follow_redirect(max_redirects pls_integer default 3)
    procedure set_follow_redirect(r in out req, max_redirects pls_integer default 3)
    procedure set_persistent_conn_support(enable boolean, max_conns pls_integer default 0)
    procedure set_persistent_conn_support(r in out req, enable boolean default false)
    procedure set_proxy(proxy varchar2, no_proxy_domains varchar2 default null)
    procedure set_response_error_check(enable boolean default false)
    procedure set_transfer_timeout(timeout pls_integer default 60)
    procedure set_transfer_timeout(r in out req, timeout pls_integer default 60)
    procedure set_wallet(path varchar2, password varchar2 default null)
    procedure get_proxy(proxy out varchar2, no_proxy_domains out varchar2)
    procedure get_transfer_timeout(timeout out pls_integer)
    procedure get_response_error_check(enable out boolean)
    procedure get_follow_redirect(max_redirects out pls_integer)
    procedure write_text(r in out req, data varchar2)
    procedure write_line(r in out req, data varchar2)
    procedure write_raw(r in out req, data raw)
    procedure end_request(r in out req)
    function get_response(r in out req, return_info_response boolean default false) return resp
    function get_header_count(r in out resp) return pls_integer
    procedure get_header(r in out resp, n pls_integer, name out varchar2, value out varchar2)
    procedure get_header_by_name(r in out resp, name varchar2, value out varchar2, n pls_integer default 1)
    procedure get_authentication(r in out resp, scheme out varchar2, realm out varchar2, for_proxy boolean default false)
    procedure get_body_charset(charset out varchar2)
    procedure read_text(r in out resp, data out varchar2, len pls_integer default null)
    procedure read_line(r in out resp, data out varchar2, remove_crlf boolean default false)
    procedure read_raw(r in out resp, data out raw, len pls_integer default null)
    procedure end_response(r in out resp)
    procedure clear_cookies
    procedure close_persistent_conns(host varchar2 default null, port pls_integer default null, proxy_host varchar2 default null, proxy_port pls_integer default null, ssl boolean default null)
    function get_detailed_sqlcode return pls_integer
    function get_detailed_sqlerrm return varchar2`,
});

export const utlTcp = supplied({
  name: "UTL_TCP",
  partial: true,
  types: {
    CONNECTION: {
      kind: "record",
      fields: {
        REMOTE_HOST: "VARCHAR2",
        REMOTE_PORT: "PLS_INTEGER",
        LOCAL_HOST: "VARCHAR2",
        LOCAL_PORT: "PLS_INTEGER",
        CHARSET: "VARCHAR2",
        NEWLINE: "VARCHAR2",
        TX_TIMEOUT: "PLS_INTEGER",
        PRIVATE_SD: "PLS_INTEGER",
      },
    },
  },
  constants: { CRLF: text("\r\n") },
  exceptions: { ...networkErrors, BUFFER_TOO_SMALL: -29258, END_OF_INPUT: -29259, NETWORK_ERROR: -29260 },
  subprograms: `
    function open_connection(remote_host varchar2, remote_port pls_integer, local_host varchar2 default null, local_port pls_integer default null, in_buffer_size pls_integer default null, out_buffer_size pls_integer default null, charset varchar2 default null, newline varchar2 default null, tx_timeout pls_integer default null, wallet_path varchar2 default null, wallet_password varchar2 default null) return connection
    procedure secure_connection(c in out connection, secure_host varchar2 default null)
    function available(c in out connection, timeout pls_integer default 0) return pls_integer
    function read_text(c in out connection, data in out varchar2, len pls_integer default 1, peek boolean default false) return pls_integer
    function read_line(c in out connection, data in out varchar2, remove_crlf boolean default false, peek boolean default false) return pls_integer
    function read_raw(c in out connection, data in out raw, len pls_integer default 1, peek boolean default false) return pls_integer
    function get_text(c in out connection, len pls_integer default 1, peek boolean default false) return varchar2
    function get_line(c in out connection, remove_crlf boolean default false, peek boolean default false) return varchar2
    function get_raw(c in out connection, len pls_integer default 1, peek boolean default false) return raw
    function write_text(c in out connection, data varchar2, len pls_integer default null) return pls_integer
    function write_line(c in out connection, data varchar2 default null) return pls_integer
    function write_raw(c in out connection, data raw, len pls_integer default null) return pls_integer
    procedure flush(c in out connection)
    procedure close_connection(c in out connection)
    procedure close_all_connections`,
});

export const utlSmtp = supplied({
  name: "UTL_SMTP",
  partial: true,
  types: {
    CONNECTION: {
      kind: "record",
      fields: { HOST: "VARCHAR2", PORT: "PLS_INTEGER", TX_TIMEOUT: "PLS_INTEGER" },
    },
    REPLY: { kind: "record", fields: { CODE: "PLS_INTEGER", TEXT: "VARCHAR2" } },
    REPLIES: { kind: "table", of: "REPLY", indexBy: "number" },
  },
  constants: { ALL_SCHEMES: text("CRAM-MD5 PLAIN LOGIN"), NON_CLEARTEXT_PASSWORD_SCHEMES: text("CRAM-MD5") },
  exceptions: { INVALID_OPERATION: -29277, TRANSIENT_ERROR: -29278, PERMANENT_ERROR: -29279, UNSUPPORTED_SCHEME: -24249, NO_SUPPORTED_SCHEME: -24250 }, // prettier-ignore
  subprograms: `
    function open_connection(host varchar2, port pls_integer default 25, tx_timeout pls_integer default null, wallet_path varchar2 default null, wallet_password varchar2 default null, secure_connection_before_smtp boolean default false, secure_host varchar2 default null) return connection
    function open_connection(host varchar2, port pls_integer default 25, c out connection, tx_timeout pls_integer default null, wallet_path varchar2 default null, wallet_password varchar2 default null, secure_connection_before_smtp boolean default false, secure_host varchar2 default null) return reply
    function helo(c in out connection, domain varchar2) return reply
    procedure helo(c in out connection, domain varchar2)
    function ehlo(c in out connection, domain varchar2) return replies
    procedure ehlo(c in out connection, domain varchar2)
    function starttls(c in out connection, secure_host varchar2 default null) return reply
    procedure starttls(c in out connection, secure_host varchar2 default null)
    function auth(c in out connection, username varchar2, password varchar2, schemes varchar2 default 'CRAM-MD5') return reply
    procedure auth(c in out connection, username varchar2, password varchar2, schemes varchar2 default 'CRAM-MD5')
    function mail(c in out connection, sender varchar2, parameters varchar2 default null) return reply
    procedure mail(c in out connection, sender varchar2, parameters varchar2 default null)
    function rcpt(c in out connection, recipient varchar2, parameters varchar2 default null) return reply
    procedure rcpt(c in out connection, recipient varchar2, parameters varchar2 default null)
    function data(c in out connection, body varchar2) return reply
    procedure data(c in out connection, body varchar2)
    function open_data(c in out connection) return reply
    procedure open_data(c in out connection)
    procedure write_data(c in out connection, data varchar2)
    procedure write_raw_data(c in out connection, data raw)
    function close_data(c in out connection) return reply
    procedure close_data(c in out connection)
    function command(c in out connection, cmd varchar2, arg varchar2 default null) return reply
    procedure command(c in out connection, cmd varchar2, arg varchar2 default null)
    function rset(c in out connection) return reply
    procedure rset(c in out connection)
    function noop(c in out connection) return reply
    procedure noop(c in out connection)
    function quit(c in out connection) return reply
    procedure quit(c in out connection)
    procedure close_connection(c in out connection)`,
});

export const utlInaddr = supplied({
  name: "UTL_INADDR",
  exceptions: { NETWORK_ACCESS_DENIED: -24247, UNKNOWN_HOST: -29257 },
  subprograms: `
    function get_host_address(host varchar2 default null) return varchar2
    function get_host_name(ip varchar2 default null) return varchar2`,
});
