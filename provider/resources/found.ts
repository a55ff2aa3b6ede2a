/** What `getSchema` finds. */
export interface SchemaInfo {
  readonly schema: string;
  readonly alias?: string;
  readonly enabled: boolean;
  readonly autoRestAuth: boolean;
  readonly url?: string;
}

/** What `getModule` finds. */
export interface ModuleInfo {
  readonly name: string;
  readonly basePath: string;
  readonly itemsPerPage?: number;
  readonly status: "PUBLISHED" | "NOT_PUBLISHED";
  readonly comments?: string;
  readonly originsAllowed?: readonly string[];
  readonly url?: string;
}

/** What `getTemplate` finds. */
export interface TemplateInfo {
  readonly module: string;
  readonly pattern: string;
  readonly priority: number;
  readonly etagType: string;
  readonly etagQuery?: string;
  readonly comments?: string;
  readonly url?: string;
}

/** A parameter of what `getHandler` finds. */
export interface ParameterInfo {
  readonly name: string;
  readonly bindVariable?: string;
  readonly sourceType?: string;
  readonly paramType?: string;
  readonly accessMethod?: string;
  readonly comments?: string;
}

/** What `getHandler` finds. */
export interface HandlerInfo {
  readonly module: string;
  readonly pattern: string;
  readonly method: string;
  readonly sourceType: string;
  readonly source?: string;
  readonly itemsPerPage?: number;
  readonly mimesAllowed?: readonly string[];
  readonly comments?: string;
  readonly mleEnvName?: string;
  readonly parameters?: readonly ParameterInfo[];
  readonly url?: string;
}

/** What `getRole` finds. */
export interface RoleInfo {
  readonly name: string;
}

/** What `getPrivilege` finds. */
export interface PrivilegeInfo {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly comments?: string;
  readonly roles?: readonly string[];
  readonly patterns?: readonly string[];
  readonly modules?: readonly string[];
}

/** What `getClient` finds. A secret cannot be read. */
export interface ClientInfo {
  readonly name: string;
  readonly grantType: string;
  readonly description?: string;
  readonly supportEmail?: string;
  readonly supportUri?: string;
  readonly redirectUri?: string;
  readonly originsAllowed?: readonly string[];
  readonly privileges?: readonly string[];
  readonly roles?: readonly string[];
  readonly tokenDuration?: number;
  readonly refreshDuration?: number;
  readonly codeDuration?: number;
  readonly clientId: string;
  readonly tokenUrl?: string;
}

/** What `getAutoRest` finds. */
export interface AutoRestInfo {
  readonly object: string;
  readonly objectType: string;
  readonly alias?: string;
  readonly autoRestAuth: boolean;
  readonly operations?: string;
  readonly url?: string;
}

/** What `getJwtProfile` finds. */
export interface JwtProfileInfo {
  readonly issuer: string;
  readonly audience: string;
  readonly jwkUrl: string;
  readonly description?: string;
  readonly allowedSkew?: number;
  readonly allowedAge?: number;
  readonly roleClaimName?: string;
}
