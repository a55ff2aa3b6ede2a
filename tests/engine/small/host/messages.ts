import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isProps, type Props } from "../state/values";

/** Options of both ends of a connection. */
export const LIMITS = {
  "grpc.max_receive_message_length": 400 << 20,
  "grpc.max_send_message_length": 400 << 20,
};

type Json = Parameters<typeof Struct.fromJavaScript>[0];

/** The fields of a message by the names of their setters, with objects in place of structs. */
export type Fields<M> = {
  [K in keyof M as K extends `set${infer Name}` ? Uncapitalize<Name> : never]?: M[K] extends (
    value: infer V,
  ) => unknown
    ? V extends Struct
      ? Props
      : V
    : never;
};

/** A message with these fields. */
export function filled<M extends object>(message: M, fields: Fields<M>): M {
  for (const [name, value] of Object.entries<unknown>(fields)) {
    const setter = `set${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof M;
    const set = message[setter] as (value: unknown) => void;
    if (value !== undefined) set.call(message, isProps(value) ? Struct.fromJavaScript(value as Json) : value);
  }
  return message;
}

export const props = (message: Struct | undefined): Props => message?.toJavaScript() ?? {};
