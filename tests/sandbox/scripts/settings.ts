/** Options of SET that are known, as SQL*Plus and SQLcl list them, with their shortest forms. */
const options: readonly string[] =
  `appi_nfo array_size auto_commit autop_rint autorecovery autot_race blo_ckterminator cmds_ep codescan cloud_config
  clear colinvi_sible colsep con_cat copyc_ommit copytypecheck cd ddl def_ine describe echo editf_ile emb_edded encoding
  errorl_ogging esc_ape escchar exitc_ommit feed_back fla_gger flu_sh hea_ding heads_ep highlighting history instance
  jsonprint lin_esize load lobof_fset lobprefetch logsource long longc_hunksize mark_up newp_age null numf_ormat
  num_width pages_ize pau_se recsep recsepchar rowlimit rowprefetch secured_login secureliteral secure_col serverout_put
  sqlbl_anklines sqlc_ase sqlco_ntinue sqln_umber sqlpluscompat_ibility sqlplus_compatibility sqlpre_fix sqlp_rompt
  sqlt_erminator sqlformat statementc_ache suf_fix tab term_out ti_me timi_ng trimo_ut trims_pool und_erline ver_ify
  worksheetname wra_p xmloptimiz_ationcheck xquery`.split(/\s+/);

/** The full name of an option, or undefined for one that there is not. */
export function optionOf(word: string): string | undefined {
  const wanted = word.toLowerCase();
  for (const option of options) {
    const [shortest = "", more] = option.split("_");
    const full = option.replaceAll("_", "");
    if (more === undefined ? wanted === full : full.startsWith(wanted) && wanted.startsWith(shortest))
      return full;
  }
  return undefined;
}
