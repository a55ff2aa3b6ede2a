import { supplied } from "./table";

export const utlFile = supplied({
  name: "UTL_FILE",
  types: {
    FILE_TYPE: { kind: "record", fields: { ID: "BINARY_INTEGER", DATATYPE: "BINARY_INTEGER", BYTE_MODE: "BOOLEAN" } }, // prettier-ignore
  },
  exceptions: {
    INVALID_PATH: -29280,
    INVALID_MODE: -29281,
    INVALID_FILEHANDLE: -29282,
    INVALID_OPERATION: -29283,
    READ_ERROR: -29284,
    WRITE_ERROR: -29285,
    INTERNAL_ERROR: -29286,
    INVALID_MAXLINESIZE: -29287,
    INVALID_FILENAME: -29288,
    ACCESS_DENIED: -29289,
    INVALID_OFFSET: -29290,
    DELETE_FAILED: -29291,
    RENAME_FAILED: -29292,
    CHARSETMISMATCH: -29298,
  },
  subprograms: `
    function fopen(location varchar2, filename varchar2, open_mode varchar2, max_linesize binary_integer default 1024) return file_type
    function fopen_nchar(location varchar2, filename varchar2, open_mode varchar2, max_linesize binary_integer default 1024) return file_type
    function is_open(file file_type) return boolean
    procedure fclose(file in out file_type)
    procedure fclose_all
    procedure fflush(file file_type)
    procedure get_line(file file_type, buffer out varchar2, len binary_integer default null)
    procedure get_line_nchar(file file_type, buffer out varchar2, len binary_integer default null)
    procedure get_raw(file file_type, buffer out raw, len binary_integer default null)
    procedure put(file file_type, buffer varchar2)
    procedure put_nchar(file file_type, buffer varchar2)
    procedure put_line(file file_type, buffer varchar2, autoflush boolean default false)
    procedure put_line_nchar(file file_type, buffer varchar2)
    procedure put_raw(file file_type, buffer raw, autoflush boolean default false)
    procedure putf(file file_type, format varchar2, arg1 varchar2 default null, arg2 varchar2 default null, arg3 varchar2 default null, arg4 varchar2 default null, arg5 varchar2 default null)
    procedure new_line(file file_type, lines number default 1)
    procedure fseek(file in out file_type, absolute_offset pls_integer default null, relative_offset pls_integer default null)
    function fgetpos(file file_type) return pls_integer
    procedure fgetattr(location varchar2, filename varchar2, fexists out boolean, file_length out number, block_size out binary_integer)
    procedure fcopy(src_location varchar2, src_filename varchar2, dest_location varchar2, dest_filename varchar2, start_line binary_integer default 1, end_line binary_integer default null)
    procedure fremove(location varchar2, filename varchar2)
    procedure frename(src_location varchar2, src_filename varchar2, dest_location varchar2, dest_filename varchar2, overwrite boolean default false)`,
  // No file is ever open here.
  behaviours: { IS_OPEN: () => false, FCLOSE_ALL: () => null },
});
