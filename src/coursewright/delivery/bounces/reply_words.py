"""What the words of a reply mean: rows of a table, looked through from the most specific on.

Each row is a kind of reply with the verdict, the words that give it away, and who says so. The
text has been through `reply_text.words_of`: small letters, no addresses, no host names.

A row about us, our speed or the moment comes before every row about the mailbox: what names us is
never the recipient's fault, whatever the code beside it.
"""

import re
from dataclasses import dataclass

from .verdicts import Verdict

__all__ = ["ROWS", "ReplyKind", "kind_of"]


@dataclass(frozen=True, slots=True)
class ReplyKind:
    """A kind of reply."""

    verdict: Verdict
    words: "re.Pattern[str]"
    source: str
    """Who answers so, or which document says it."""


def _row(verdict: Verdict, words: str, source: str) -> ReplyKind:
    return ReplyKind(verdict, re.compile(words), source)


ROWS: tuple[ReplyKind, ...] = (
    # The recipient's moment.
    _row(
        Verdict.LATER,
        r"(?:user|recipient|mailbox|contact|account)\b.{0,60}\breceiv(?:es|ing|ed) (?:too much |mail|e-?mail"
        r"|too many)|receiving mail (?:at a rate|too quickly)",
        "Gmail 4.2.1 and 5.2.1, Yahoo 450, Rackspace 450 4.2.1",
    ),
    _row(
        Verdict.LATER,
        r"recipient thread limit|recipient .{0,40}limit for messages received"
        r"|exceeded .{0,30}(?:maximum|limit).{0,30}receiv|recipient.{0,20}receiv\w+ limit"
        r"|messages to .{0,80}deferred due to excessive volume|receiving limit",
        "Exchange 4.3.2, 5.2.121 and 5.2.122; iCloud 4.7.1",
    ),
    _row(
        Verdict.LATER,
        r"gr[ea]y-?\s?list|postgrey|gr[ea]yisted|graulist|liste? grise|verification in progress",
        "Postgrey, Exim, GMX: greylisting (RFC 6647)",
    ),
    # How many connections.
    _row(
        Verdict.CONCURRENCY,
        r"too many (?:\w+ ){0,3}(?:connection|session)|sender thread limit"
        r"|(?:concurrent|simultaneous|parallel) (?:\w+ ){0,2}(?:connection|session)"
        r"|(?:connection|session)s? (?:count |number )?limit|max(?:imum)?(?: number of)? (?:\w+ )?connections"
        r"|trop de connexions|zu viele (?:\w+ )?verbindungen|demasiadas conexiones|troppe connessioni"
        r"|hl:icc|并发连接|連接數過多|连接数过|слишком много соединений|for[çc]a muitas conex",
        "Exchange Online 432 4.3.2, Postfix and SES 421, Orange OFR004_104, NetEase HL:ICC",
    ),
    # What we may send in a day or a month is used up.
    _row(
        Verdict.QUOTA,
        r"daily (?:\w+ ){0,4}(?:limit|quota|allowance)|submission ?quota"
        r"|(?:sending|outbound|outgoing|submission|smtp relay|relay|mail(?:ing)?) (?:\w+ )?(?:quota|allowance)"
        r"|(?:quota|limit)\b.{0,40}\b(?:per day|a day|24[ -]?h|per month|of the day|for today|this month)"
        r"|monthly (?:\w+ ){0,3}(?:limit|quota|allowance)|(?:maximum )?credits? (?:exceeded|expired|exhausted|used)"
        r"|reached (?:a|your|the) limit for sending|out of credits|plan limit|free tier limit"
        r"|too many (?:\w+ ){0,3}(?:today|per day|this month)|(?:sent|send) .{0,40}(?:per|in a|this|within a?) ?(?:day|month|24)"
        r"|external recipient rate limit|exceeded .{0,40}(?:recipients?|messages?|e?-?mails?) (?:\w+ )?(?:per|in|a) (?:day|24|month)",
        "Gmail 5.4.5, Exchange Online SubmissionQuotaExceeded, 5.1.90, 5.7.232; SES, SendGrid, Mailgun",
    ),
    _row(
        Verdict.QUOTA,
        r"tageslimit|tageskontingent|t[äa]gliche\w* (?:\w+ )?(?:limit|grenze|kontingent|versand)|versandlimit|sendelimit|versandkontingent"
        r"|limite (?:quotidienne|journali[èe]re|diaria|giornalier|di[áa]ri)|quota (?:journalier|d.envoi|d.invio|de env[íi]o)"
        r"|l[íi]mite (?:diario|de env[íi]o)|发信(?:数|量|总量).{0,6}(?:超|限)|(?:每日|今日|当天|当日).{0,8}(?:发送|发信|限|量)"
        r"|суточн\w+ лимит|лимит (?:на )?отправ|dzienny limit|送信(?:数|通数)?の?(?:上限|制限)|daglimiet",
        "the same in German, French, Spanish, Italian, Chinese, Russian, Polish, Japanese, Dutch",
    ),
    # How quickly.
    _row(
        Verdict.RATE,
        r"\brate\b.{0,30}\b(?:limit|exceed|control|too high)|(?:limit|exceed\w*|unusual|excessive|maximum|message|sending) (?:\w+ ){0,2}rate\b"
        r"|rate[- ]?limit|ratelimit|throttl|too (?:fast|quickly|frequently|frequent)|slow(?:ing)? down|slower"
        r"|frequency limit|limited frequency|\bts0[1-4]\b|\btss04\b|unusual sending activity|(?:relay|peak) (?:\w+ )?limit|unexpected volume|excessive (?:volume|messages|e?-?mail)"
        r"|unusual (?:rate|volume|amount|traffic)",
        "SES 454, Gmail 4.7.28, Yahoo TSS04, Exchange Online 4.7.500, QQ, Zoho",
    ),
    _row(
        Verdict.RATE,
        r"too many (?:\w+ ){0,4}(?:message|e?-?mail|mail|recipient|rcpt|deliver|request)\w*(?: \w+){0,5} (?:hour|minute|second|short|quick|time|period|interval)"
        r"|too (?:many|much) (?:\w+ ){0,3}(?:message|mail|e-?mail|recipient)s? (?:from|sent|by|this)|sent (?:to )?too many"
        r"|max(?:imum)? (?:\w+ ){0,3}(?:per|an?|this) (?:hour|minute|second)|(?:per|this|last|an|each|every) (?:hour|minute|second)\b"
        r"|exceeded .{0,60}(?:per|/) ?(?:hour|minute|second|h\b|min\b)|hourly (?:\w+ )?(?:limit|quota)"
        r"|hl:ifc|mi:sfq|mi:dmc|rp:(?:drc|qrc|trc)|\bib(?:50[4-9]|605|607)\b|\brl00000\d",
        "cPanel and Exim limits, Comcast, Bellsouth/Cloudmark, NetEase, 1&1",
    ),
    _row(
        Verdict.RATE,
        r"trop de (?:messages|mails|courriels|destinataires)|zu viele (?:\w+ )?(?:e-?mails|nachrichten|empf[äa]nger)"
        r"|demasiados (?:mensajes|correos)|troppi (?:messaggi|destinatari)|频率|頻率|发送过快|發送頻率|过于频繁"
        r"|слишком (?:много|часто)|zbyt (?:wiele|du[żz]o)|te veel (?:berichten|e-?mails)|muitas mensagens",
        "the same in other languages; 频率 is frequency",
    ),
    # What is in the message.
    _row(
        Verdict.CONTENT,
        r"\bvirus|malware|infected|trojan|phishing|(?<!file )attachments?\b|eicar|executable|macro|b[öo]sartig|вирус|病毒|anhang|pi[èe]ce jointe",
        "Zoho, ClamAV, Gmail 5.7.0 (attachments), Exchange transport rules",
    ),
    _row(
        Verdict.CONTENT,
        r"(?:message|mail|e-?mail|size|it is|data)\b.{0,40}\b(?:too (?:large|big|long)|exceeds? .{0,30}(?:size|maximum|limit of))"
        r"|(?:message|mail|maximum) size|(?<!mailbox )size (?:limit|exceed)|larger than|too large|nachricht ist zu gro|trop volumineux|邮件过大|exceeded mailsize",
        "Postfix and Exim 552 5.3.4 (RFC 1870), Exchange 5.2.3",
    ),
    _row(
        Verdict.CONTENT,
        r"content (?:\w+ )?(?:reject|denied|refused|not (?:allowed|accepted))|(?:bad|illegal|invalid|malformed|missing|duplicate|multiple|non-?ascii)"
        r" (?:\w+ ){0,3}(?:header|mime|from:|message-id|date:|subject)|headers? .{0,30}(?:invalid|missing|malformed|syntax)|line (?:is )?too long|line length"
        r"|8bit|8-bit|bare (?:lf|cr|newline)|not rfc ?\d{3,4}|rfc ?5322|rfc ?2822|subject is mandatory|boundary|mail content denied|smtputf8|internationali[sz]ed",
        "QQ 550, Gmail 5.7.1 (RFC 5322), Postfix cleanup, Zoho",
    ),
    # The mailbox says it, and nothing of it names us.
    _row(
        Verdict.GONE,
        r"(?:all )?recipient address(?:es)? rejected ?: ?access denied|inactive (?:recipient|e-?mail address)|not our customer",
        "Exchange Online 5.4.1 (directory-based edge blocking), Postmark, Comcast",
    ),
    _row(
        Verdict.SOFT,
        r"over ?-?quota|quota (?:is )?(?:full|exceed|limit|violation|reach)|exceed\w*.{0,40}(?:quota|storage|space|allocation)|(?:out of|no more) (?:storage|space|disk)"
        r"|(?:mailbox|mail box|inbox|account|user|recipient|folder|box|maildir|storage|alias)\b.{0,30}\bfull\b|full mailbox|insufficient (?:\w+ )?(?:disk|storage|space|quota|system storage)"
        r"|not enough (?:\w+ )?(?:disk|storage|space)|(?:disk|storage|system) full|too many messages (?:on|in)|over (?:the )?(?:\w+ )?(?:storage|size|limit)|mailbox (?:size|limit)"
        r"|storage space|exhausted|trouble in home directory|mailfolder is full|mailbox has reached|user has too many messages",
        "RFC 5321 552, RFC 3463 x.2.2; T-Online, Web.de, Dovecot, qmail",
    ),
    _row(
        Verdict.SOFT,
        r"postfach (?:\w+ ){0,4}voll|speicher(?:platz|volumen|kontingent)|bo[îi]te (?:\w+ |aux |lettres |[àa] |de ){0,6}pleine|quota d[ée]pass|espace (?:disque|insuffisant)|cuota|buz[óo]n (?:\w+ ){0,3}lleno"
        r"|casella (?:\w+ ){0,3}piena|caixa (?:\w+ ){0,4}cheia|空间不足|(?:邮箱|容量|信箱).{0,4}(?:已)?[满滿]|容量(?:超過|オーバー)|メールボックス.{0,6}(?:いっぱい|容量)|переполнен|превышен[аоы]? (?:квот|лимит|размер)"
        r"|skrzynk\w+ (?:\w+ ){0,3}(?:pe[łl]na|przepe[łl]nion)|postvak (?:\w+ ){0,2}vol|kvot",
        "the same in German, French, Spanish, Italian, Portuguese, Chinese, Japanese, Russian, Polish, Dutch",
    ),
    # About us.
    _row(
        Verdict.POLICY,
        r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,10}fail|sender ?id\b|unauthenticated|not authenticat|authenticat\w+ (?:\w+ ){0,3}(?:fail|requir|check|information|credential|unsuccess)|auth(?:entication|orization)? (?:is )?(?:required|failed|needed)"
        r"|must (?:\w+ )?(?:authenticate|log ?in|issue a starttls)|\bsmtp auth\b|starttls|tls (?:is )?(?:required|connection)|login (?:denied|failed|required)|log in|sasl|credentials|password|pop before|client was not authenticated|no(?:t)? permission to send",
        "RFC 7208, 6376, 7489, 4954; Gmail 5.7.26, Exchange Online 5.7.57 and 5.7.515",
    ),
    _row(
        Verdict.POLICY,
        r"reputation|black ?-?list|block ?-?list|deny ?-?list|blocklisted|\bblocked\b(?! (?:user|mailbox|account))|\bblocking\b|\bbanned\b|(?<!not )listed (?:in|on|at|by)|dnsbl|\brbls?\b|white ?-?list|allow ?-?list|spamhaus|spamcop|barracudacentral|sorbs|manitu|uceprotect|invaluement"
        r"|abusix|senderscore|spamrats|surbl|uribl|psbl|mailspike|cloudmark|proofpoint|\bcsi\b|poor (?:sender|ip|domain)|bad (?:sender|ip|domain)|refused by .{0,30}(?:list|policy)|\bbl\d{6}\b|\bpt000001|\bdm00000\d|\bes0000\d\d|con:b\d|rtr:\w\w|dyn:t\d|dns:\w\w|hvu:\w\d|\bnowl\b|black ?ip",
        "DNS block lists, T-Online, Outlook.com S3140, Comcast BL, AOL, Proofpoint, iCloud",
    ),
    _row(
        Verdict.POLICY,
        r"relay(?!=)|not (?:an )?open relay|domain isn.?t in my list of allowed rcpthosts|rcpthosts|not local|no third-?party|we do not|not (?:a )?gateway|local user only",
        "Postfix 554 5.7.1 and 454 4.7.1, Exim, qmail 553 5.7.1, sendmail: relaying",
    ),
    _row(
        Verdict.POLICY,
        r"\bptr\b|\br-?dns\b|reverse (?:\w+ ){0,2}(?:dns|hostname|lookup|name|record|mapping)|cannot (?:find|resolve) your|find your (?:reverse )?host|host ?name .{0,40}(?:not found|invalid|rejected|does not)|\bhelo\b|\behlo\b|fcrdns|forward[- ]confirmed|dynamic (?:ip|address|pool)|dial-?up|residential|generic (?:rdns|host)|helohost",
        "RFC 1912 2.1; Postfix reject_unknown_reverse_client_hostname, Comcast, GMX, Rackspace",
    ),
    _row(
        Verdict.POLICY,
        r"\bip\b(?! ?v\d route)|\bip-adress|adresse ip|client host|sending (?:host|server|mta|domain|system|ip)|your (?:\w+ )?(?:server|host|network|domain|ip|mta|access|account|organi[sz]ation|provider|isp|sender|address|country)|\bmta\b.{0,30}(?:reject|poor|deny|denied)|from your\b",
        "replies that speak to the sender: Outlook.com, Yahoo, Barracuda, Mimecast",
    ),
    _row(
        Verdict.POLICY,
        r"(?:sender|envelope|from|return.?path|originat\w+)\b.{0,40}\b(?:reject|denied|invalid|unknown|not (?:allowed|found|exist|permitted|verified|accepted|valid|owned|local)|does not exist|verif|refused|unvalidated|blocked|forbidden|fake|mismatch|disallow|dmarc|unauthorized)|(?:reject|deny|denies|denied|invalid|verify|unknown|refuse\w*|bad|fake|forged|suspected \w+|unverified) (?:the |this )?(?:sender|from address|mail from|envelope)|mail from invalid|not allowed to send|unable to verify sender|callout|call ?back|identit(?:y|ies)"
        r"|(?:is|are|been|was|were) not verified|unverified (?:address|domain|e-?mail)|not (?:a )?verified|no(?:t)? authori[sz]ed|unauthori[sz]ed|not permitted|not allowed|not accepted (?:for|from)|account (?:is )?(?:paused|suspended for sending|under review)|sending (?:is )?(?:paused|disabled|suspended|blocked)|sandbox",
        "RFC 3463 x.1.7, x.1.8 and x.7.1; Postfix, Exim sender verify, SES sandbox, Exchange SendAsDenied",
    ),
    _row(
        Verdict.POLICY,
        r"spam|unsolicited|\buce\b|\bube\b|bulk|junk|abus(?:e|ive)|complaint|suspicious|suspect|policy|policies|prohibit|administrativ|administrator|access (?:was |is )?denied|access to this|permission denied|security|\brisk\b|tss0[5-9]|\btss1\d|\[cs0\d\]|\[hm\d|hl:rep|hl:mep|dt:spm|mi:spb|mi:nhd|mi:ifb|dt:rbl|\bofr_50\d|lpn00|s31[45]\d|as\(?\d{3,4}\)?\b.{0,20}\baccess"
        r"|message (?:was |is |has been )?(?:refused|denied|disallowed)|message rejected|rejected by (?:\w+ )?filter|mail (?:is |was )?(?:rejected|refused) (?:by|for|due)|refused\. your|(?:is|was|been) hangup|rejected by recipients|mail rejet|destination domain|customi[sz]ed rule|message scor|threat|certificate",
        "Gmail 5.7.1, Yahoo TSS09, Outlook.com, Orange OFR_506, NetEase, Mimecast, Barracuda, Zoho",
    ),
    _row(
        Verdict.POLICY,
        r"absender|versender|unerw[üu]nscht|gesperrt(?! ?konto)|abgelehnt (?:wegen|aufgrund|weil)|richtlinie|schwarze liste|exp[ée]diteur|\breputation|liste noire|politique|ind[ée]sirable|authentifi|remitente|no autorizad|lista negra|reputaci|mittente|non autorizzat|remetente|reputa[çc]|lista nera"
        r"|发件人|寄件|垃圾邮件|垃圾郵件|反垃圾|拒绝中继|黑名单|黑名單|被禁止|策略|отправител|спам|чёрн|черн\w+ спис|заблокирован\w* (?:ip|адрес отправ)|送信者|迷惑メール|送信元|nadawc|afzender|geweigerd",
        "the same in German, French, Spanish, Italian, Portuguese, Chinese, Russian, Japanese, Polish, Dutch",
    ),
    # The moment, or the way there.
    _row(
        Verdict.SOFT,
        r"expired|timed? ?-?out|failing for (?:a|too) long|pipe to\b|child status|command (?:failed|output|died)|retry (?:time|timeout)|too old|(?:could not|not) be(?:en)? delivered (?:for|within|after)|delivery time|connection (?:refused|reset|dropped|lost|closed)|no route|unreachable|unable to connect|wasn.t able to establish|network (?:error|is down)|no answer|not responding|too many hops|hop count|loop(?:ing|ed|back| detect)?|loops back|routing loop|server (?:down|error)|(?:dns|name server) (?:error|failure|lookup|timeout|query)|servfail|lookup failure",
        "RFC 3463 x.4.x; Exim, Postfix, qmail 4.4.1, Exchange 5.4.300 and 5.4.14",
    ),
    _row(
        Verdict.LATER,
        r"temporar(?:y|ily)|try(?: again| it)? later|try again|try after|vor[üu]bergehend|temporairement|temporalmente|temporaneamente|暂时|暫時|временно|一時的|tymczasow|tijdelijk|resend your message|will be retried|resources? (?:\w+ )?unavailable|server busy",
        "a passing state, whatever the code",
    ),
    _row(
        Verdict.SOFT,
        r"(?:user|account|mailbox|recipient|mailbox owner)\b.{0,40}\b(?:locked|suspended|blocked|frozen|on hold|not yet|hangup)|blocked (?:user|mailbox|account)|konto (?:ist )?gesperrt|vacation|out of office",
        "a mailbox that may be opened again",
    ),
    # The mailbox is gone.
    _row(
        Verdict.GONE,
        r"(?:user|recipient|mailbox|account|address|addressee|alias|person|local ?part|inbox|destination|login|member|subscriber|customer|domain|host|forward.?path|e-?mail|name)s?\b.{0,60}?\b(?:unknown|not (?:be )?(?:found|known|exist|valid|listed|recogni[sz]ed|active|here|available|present|defined|a valid|have a|registered|in (?:my|our|the)|on (?:this|our))|(?:does|do|did)(?: ?n[o']?t|n.t) (?:exist|have)|doesn.?t (?:exist|have)|invalid|no longer|non-?exist\w*|inactive|disabled|deactivated|discontinued|closed|deleted|removed|terminated|cancel\w*|expired account|undeliverable|unavailable|unroute?able|unresolvable|misspelled|nicht|is ambiguous|cannot be (?:found|reached)|couldn.t be found|wasn.t found|isn.t (?:valid|active)|been (?:closed|disabled|deleted|removed|deactivated|cancel\w*|discontinued|moved))",
        "RFC 3463 x.1.1, x.1.2, x.2.1; Gmail, Outlook.com, Yahoo, iCloud, Postfix, Exim, qmail, Domino",
    ),
    _row(
        Verdict.GONE,
        r"(?:no|not a|unknown|invalid|bad|non-?existent|undefined|unroute?able|unrecogni[sz]ed|illegal|inactive|disabled|closed|wrong|incorrect|nonexistent|un-?known) (?:\w+ ){0,3}?(?:user|recipient|mailbox|account|address|addressee|alias|local.?part|mail ?drop|person|one (?:by|here|with)|destination|domain|host|e-?mail|inbox|customer|subscriber|rcpt|forward.?path|maildrop|virtual user|userid|member)"
        r"|nobody (?:of|by|with|here|at)|no mailbox here|user ?unknown|unknown ?user|user ?not ?found|recipient ?not ?found|recipnotfound|address_?not_?found|nosuchuser|no such|not listed in|user email address is marked as invalid|does ?n[o']t exist|doesn.?t have an? \S{0,20} ?account|doesn.t have|null ?mx|does not accept (?:e-?)?mail|accepts? no mail|never logged|has left|left the (?:company|organi[sz]ation)|no longer (?:\w+ ){0,3}(?:valid|available|exist|in use|accept|employ|work|with us|active|a valid)|permanently (?:deleted|disabled)|verif(?:y|ication) (?:of )?(?:recipient|address) failed",
        "the same, otherwise put",
    ),
    _row(
        Verdict.GONE,
        r"unbekannt|nicht bekannt|existiert nicht|existiert auf|gibt es nicht|nicht (?:vorhanden|gefunden|mehr g[üu]ltig|mehr erreichbar|erreichbar)|ung[üu]ltige? (?:empf|adress|mail)|kein (?:postfach|benutzer|mail-?konto|account)|inconnue?|n.existe (?:pas|plus)|destinataire (?:invalide|inexistant)|au moins un destinataire invalide|invalid recipient|adresse (?:\w+ )*invalide|n.est (?:pas|plus) (?:valide|active)"
        r"|no existe|desconocid|usuario (?:\w+ )?inv[áa]lid|inexistent|sconosciut|inesistent|non esiste|n[ãa]o existe|desconhecid|inv[áa]lid[oa]\b|不存在|未开通|无此用户|查无此|用户未找到|無此|未找到|找不到|存在しません|宛先不明|見つかりません|не (?:существует|найден|зарегистр)|нет такого|неизвестн\w+ (?:польз|адрес|получ)|недоступен ящик|nie istnieje|nieznany|nie ma takiego|bestaat niet|onbekend|finns inte|ok[äa]nd|findes ikke|ukendt|neexistuje|nem l[ée]tezik|bulunamad|mevcut de[ğg]il|존재하지",
        "the same in other languages; 不存在 is does not exist",
    ),
)


def kind_of(words: str) -> ReplyKind | None:
    """Return the first kind that the words of a reply give away."""
    return next((row for row in ROWS if row.words.search(words)), None)
