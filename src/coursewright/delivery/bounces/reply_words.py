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
        r"(?:user|recipient|mailbox|contact|account)\b.{0,60}\breceiv(?:es|ing|"
        r"ed) (?:too much |mail|e-?mail|too many)|receiving mail (?:at a rate|too quickly)",
        "Gmail 4.2.1 and 5.2.1, Yahoo 450, Rackspace 450 4.2.1",
    ),
    _row(
        Verdict.LATER,
        r"recipient thread limit|recipient .{0,40}limit for messages received|"
        r"exceeded .{0,30}(?:maximum|limit).{0,30}receiv|recipient.{0,20}receiv\w+ limit|"
        r"messages to .{0,80}deferred due to excessive volume|receiving limit",
        "Exchange 4.3.2, 5.2.121 and 5.2.122; iCloud 4.7.1",
    ),
    _row(
        Verdict.LATER,
        r"gr[ea]y-?\s?list|postgrey|gr[ea]yisted|graulist|liste? grise|"
        r"verification in progress",
        "Postgrey, Exim, GMX: greylisting (RFC 6647)",
    ),
    # How many connections.
    _row(
        Verdict.CONCURRENCY,
        r"too many (?:\w+ ){0,3}(?:connection|session)|sender thread limit|(?:concurrent|"
        r"simultaneous|parallel) (?:\w+ ){0,2}(?:connection|session)|(?:connection|"
        r"session)s? (?:count |number )?limit|"
        r"max(?:imum)?(?: number of)? (?:\w+ )?connections|trop de connexions|"
        r"zu viele (?:\w+ )?verbindungen|demasiadas conexiones|troppe connessioni|hl:icc|"
        r"并发连接|連接數過多|连接数过|слишком много соединений|for[çc]a muitas conex",
        "Exchange Online 432 4.3.2, Postfix and SES 421, Orange OFR004_104, NetEase HL:ICC",
    ),
    # What we may send in a day or a month is used up.
    _row(
        Verdict.QUOTA,
        r"daily (?:\w+ ){0,4}(?:limit|quota|allowance)|submission ?quota|(?:sending|outbound|"
        r"outgoing|submission|smtp relay|relay|mail(?:ing)?) (?:\w+ )?(?:quota|allowance)|"
        r"(?:quota|limit)\b.{0,40}\b(?:per day|a day|24[ -]?h|per month|of the day|for today|"
        r"this month)|monthly (?:\w+ ){0,3}(?:limit|quota|allowance)|"
        r"(?:maximum )?credits? (?:exceeded|expired|exhausted|used)|reached (?:a|your|"
        r"the) limit for sending|out of credits|plan limit|free tier limit|"
        r"too many (?:\w+ ){0,3}(?:today|per day|this month)|(?:sent|send) .{0,40}(?:per|in a|"
        r"this|within a?) ?(?:day|month|24)|external recipient rate limit|"
        r"exceeded .{0,40}(?:recipients?|messages?|e?-?mails?) (?:\w+ )?(?:per|in|a) (?:day|"
        r"24|month)",
        "Gmail 5.4.5, Exchange Online 5.1.90 and 5.7.232, SES, SendGrid, Mailgun",
    ),
    _row(
        Verdict.QUOTA,
        r"tageslimit|tageskontingent|t[äa]gliche\w* (?:\w+ )?(?:limit|grenze|kontingent|"
        r"versand)|versandlimit|sendelimit|versandkontingent|limite (?:quotidienne|"
        r"journali[èe]re|diaria|giornalier|di[áa]ri)|quota (?:journalier|d.envoi|d.invio|"
        r"de env[íi]o)|l[íi]mite (?:diario|de env[íi]o)|发信(?:数|量|总量).{0,6}(?:超|限)|"
        r"(?:每日|今日|当天|当日).{0,8}(?:发送|发信|限|量)|суточн\w+ лимит|"
        r"лимит (?:на )?отправ|dzienny limit|送信(?:数|通数)?の?(?:上限|制限)|daglimiet",
        "the same in nine other languages",
    ),
    # How quickly.
    _row(
        Verdict.RATE,
        r"\brate\b.{0,30}\b(?:limit|exceed|control|too high)|(?:limit|exceed\w*|unusual|"
        r"excessive|maximum|message|sending) (?:\w+ ){0,2}rate\b|rate[- ]?limit|ratelimit|"
        r"throttl|too (?:fast|quickly|frequently|frequent)|slow(?:ing)? down|slower|"
        r"frequency limit|limited frequency|\bts0[1-4]\b|\btss04\b|unusual sending activity|"
        r"(?:relay|peak) (?:\w+ )?limit|unexpected volume|excessive (?:volume|messages|"
        r"e?-?mail)|unusual (?:rate|volume|amount|traffic)",
        "SES 454, Gmail 4.7.28, Yahoo TSS04, Exchange Online 4.7.500, QQ, Zoho",
    ),
    _row(
        Verdict.RATE,
        r"too many (?:\w+ ){0,4}(?:message|e?-?mail|mail|recipient|rcpt|deliver|"
        r"request)\w*(?: \w+){0,5} (?:hour|minute|second|short|quick|time|period|interval)|"
        r"too (?:many|much) (?:\w+ ){0,3}(?:message|mail|e-?mail|recipient)s? (?:from|sent|by|"
        r"this)|sent (?:to )?too many|max(?:imum)? (?:\w+ ){0,3}(?:per|an?|this) (?:hour|"
        r"minute|second)|(?:per|this|last|an|each|every) (?:hour|minute|second)\b|"
        r"exceeded .{0,60}(?:per|/) ?(?:hour|minute|second|h\b|min\b)|"
        r"hourly (?:\w+ )?(?:limit|quota)|hl:ifc|mi:sfq|mi:dmc|rp:(?:drc|qrc|trc)|"
        r"\bib(?:50[4-9]|605|607)\b|\brl00000\d",
        "cPanel and Exim limits, Comcast, Bellsouth/Cloudmark, NetEase, 1&1",
    ),
    _row(
        Verdict.RATE,
        r"trop de (?:messages|mails|courriels|destinataires)|zu viele (?:\w+ )?(?:e-?mails|"
        r"nachrichten|empf[äa]nger)|demasiados (?:mensajes|correos)|troppi (?:messaggi|"
        r"destinatari)|频率|頻率|发送过快|發送頻率|过于频繁|слишком (?:много|часто)|"
        r"zbyt (?:wiele|du[żz]o)|te veel (?:berichten|e-?mails)|muitas mensagens",
        "the same in other languages; 频率 is frequency",
    ),
    # What is in the message.
    _row(
        Verdict.CONTENT,
        r"\bvirus|malware|infected|trojan|phishing|(?<!file )attachments?\b|eicar|executable|"
        r"macro|b[öo]sartig|вирус|病毒|anhang|pi[èe]ce jointe",
        "Zoho, ClamAV, Gmail 5.7.0 (attachments), Exchange transport rules",
    ),
    _row(
        Verdict.CONTENT,
        r"(?:message|mail|e-?mail|size|it is|data)\b.{0,40}\b(?:too (?:large|big|long)|"
        r"exceeds? .{0,30}(?:size|maximum|limit of))|(?:message|mail|maximum) size|"
        r"(?<!mailbox )size (?:limit|exceed)|larger than|too large|nachricht ist zu gro|"
        r"trop volumineux|邮件过大|exceeded mailsize",
        "Postfix and Exim 552 5.3.4 (RFC 1870), Exchange 5.2.3",
    ),
    _row(
        Verdict.CONTENT,
        r"content (?:\w+ )?(?:reject|denied|refused|not (?:allowed|accepted))|(?:bad|illegal|"
        r"invalid|malformed|missing|duplicate|multiple|non-?ascii) (?:\w+ ){0,3}(?:header|"
        r"mime|from:|message-id|date:|subject)|headers? .{0,30}(?:invalid|missing|malformed|"
        r"syntax)|line (?:is )?too long|line length|8bit|8-bit|bare (?:lf|cr|newline)|"
        r"not rfc ?\d{3,4}|rfc ?5322|rfc ?2822|subject is mandatory|boundary|"
        r"mail content denied|smtputf8|internationali[sz]ed",
        "QQ 550, Gmail 5.7.1 (RFC 5322), Postfix cleanup, Zoho",
    ),
    # The mailbox says it, and nothing of it names us.
    _row(
        Verdict.GONE,
        r"(?:all )?recipient address(?:es)? rejected ?: ?access denied|inactive (?:recipient|"
        r"e-?mail address)|not our customer",
        "Exchange Online 5.4.1 (directory-based edge blocking), Postmark, Comcast",
    ),
    _row(
        Verdict.SOFT,
        r"over ?-?quota|quota (?:is )?(?:full|exceed|limit|violation|reach)|"
        r"exceed\w*.{0,40}(?:quota|storage|space|allocation)|(?:out of|no more) (?:storage|"
        r"space|disk)|(?:mailbox|mail box|inbox|account|user|recipient|folder|box|maildir|"
        r"storage|alias)\b.{0,30}\bfull\b|full mailbox|insufficient (?:\w+ )?(?:disk|storage|"
        r"space|quota|system storage)|not enough (?:\w+ )?(?:disk|storage|space)|(?:disk|"
        r"storage|system) full|too many messages (?:on|in)|over (?:the )?(?:\w+ )?(?:storage|"
        r"size|limit)|mailbox (?:size|limit)|storage space|exhausted|"
        r"trouble in home directory|mailfolder is full|mailbox has reached|"
        r"user has too many messages",
        "RFC 5321 552, RFC 3463 x.2.2; T-Online, Web.de, Dovecot, qmail",
    ),
    _row(
        Verdict.SOFT,
        r"postfach (?:\w+ ){0,4}voll|speicher(?:platz|volumen|kontingent)|bo[îi]te (?:\w+ |"
        r"aux |lettres |[àa] |de ){0,6}pleine|quota d[ée]pass|espace (?:disque|insuffisant)|"
        r"cuota|buz[óo]n (?:\w+ ){0,3}lleno|casella (?:\w+ ){0,3}piena|"
        r"caixa (?:\w+ ){0,4}cheia|空间不足|(?:邮箱|容量|信箱).{0,4}(?:已)?[满滿]|容量(?:超過|"
        r"オーバー)|メールボックス.{0,6}(?:いっぱい|容量)|переполнен|превышен[аоы]? (?:квот|"
        r"лимит|размер)|skrzynk\w+ (?:\w+ ){0,3}(?:pe[łl]na|przepe[łl]nion)|"
        r"postvak (?:\w+ ){0,2}vol|kvot",
        "the same in ten other languages",
    ),
    # About us.
    _row(
        Verdict.POLICY,
        r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,10}fail|sender ?id\b|unauthenticated|"
        r"not authenticat|authenticat\w+ (?:\w+ ){0,3}(?:fail|requir|check|information|"
        r"credential|unsuccess)|auth(?:entication|orization)? (?:is )?(?:required|failed|"
        r"needed)|must (?:\w+ )?(?:authenticate|log ?in|issue a starttls)|\bsmtp auth\b|"
        r"starttls|tls (?:is )?(?:required|connection)|login (?:denied|failed|required)|"
        r"log in|sasl|credentials|password|pop before|client was not authenticated|"
        r"no(?:t)? permission to send",
        "RFC 7208, 6376, 7489, 4954; Gmail 5.7.26, Exchange Online 5.7.57 and 5.7.515",
    ),
    _row(
        Verdict.POLICY,
        r"reputation|black ?-?list|block ?-?list|deny ?-?list|blocklisted|"
        r"\bblocked\b(?! (?:user|mailbox|account))|\bblocking\b|\bbanned\b|"
        r"(?<!not )listed (?:in|on|at|by)|dnsbl|\brbls?\b|white ?-?list|allow ?-?list|"
        r"spamhaus|spamcop|barracudacentral|sorbs|manitu|uceprotect|invaluement|abusix|"
        r"senderscore|spamrats|surbl|uribl|psbl|mailspike|cloudmark|proofpoint|\bcsi\b|"
        r"poor (?:sender|ip|domain)|bad (?:sender|ip|domain)|refused by .{0,30}(?:list|"
        r"policy)|\bbl\d{6}\b|\bpt000001|\bdm00000\d|\bes0000\d\d|con:b\d|rtr:\w\w|dyn:t\d|"
        r"dns:\w\w|hvu:\w\d|\bnowl\b|black ?ip",
        "DNS block lists, T-Online, Outlook.com S3140, Comcast BL, AOL, Proofpoint, iCloud",
    ),
    _row(
        Verdict.POLICY,
        r"relay(?!=)|not (?:an )?open relay|domain isn.?t in my list of allowed rcpthosts|"
        r"rcpthosts|not local|no third-?party|we do not|not (?:a )?gateway|local user only",
        "Postfix 554 5.7.1 and 454 4.7.1, Exim, qmail 553 5.7.1, sendmail: relaying",
    ),
    _row(
        Verdict.POLICY,
        r"\bptr\b|\br-?dns\b|reverse (?:\w+ ){0,2}(?:dns|hostname|lookup|name|record|mapping)|"
        r"cannot (?:find|resolve) your|find your (?:reverse )?host|"
        r"host ?name .{0,40}(?:not found|invalid|rejected|does not)|\bhelo\b|\behlo\b|fcrdns|"
        r"forward[- ]confirmed|dynamic (?:ip|address|pool)|dial-?up|residential|"
        r"generic (?:rdns|host)|helohost",
        "RFC 1912 2.1; Postfix, Comcast, GMX, Rackspace",
    ),
    _row(
        Verdict.POLICY,
        r"\bip\b(?! ?v\d route)|\bip-adress|adresse ip|client host|sending (?:host|server|mta|"
        r"domain|system|ip)|your (?:\w+ )?(?:server|host|network|domain|ip|mta|access|account|"
        r"organi[sz]ation|provider|isp|sender|address|country)|\bmta\b.{0,30}(?:reject|poor|"
        r"deny|denied)|from your\b",
        "replies that speak to the sender: Outlook.com, Yahoo, Barracuda, Mimecast",
    ),
    _row(
        Verdict.POLICY,
        r"(?:sender|envelope|from|return.?path|originat\w+)\b.{0,40}\b(?:reject|denied|"
        r"invalid|unknown|not (?:allowed|found|exist|permitted|verified|accepted|valid|owned|"
        r"local)|does not exist|verif|refused|unvalidated|blocked|forbidden|fake|mismatch|"
        r"disallow|dmarc|unauthorized)|(?:reject|deny|denies|denied|invalid|verify|unknown|"
        r"refuse\w*|bad|fake|forged|suspected \w+|unverified) (?:the |this )?(?:sender|"
        r"from address|mail from|envelope)|mail from invalid|not allowed to send|"
        r"unable to verify sender|callout|call ?back|identit(?:y|ies)|(?:is|are|been|was|"
        r"were) not verified|unverified (?:address|domain|e-?mail)|not (?:a )?verified|"
        r"no(?:t)? authori[sz]ed|unauthori[sz]ed|not permitted|not allowed|"
        r"not accepted (?:for|from)|account (?:is )?(?:paused|suspended for sending|"
        r"under review)|sending (?:is )?(?:paused|disabled|suspended|blocked)|sandbox",
        "RFC 3463 x.1.7, x.1.8, x.7.1; Postfix, Exim, SES sandbox, Exchange SendAsDenied",
    ),
    _row(
        Verdict.POLICY,
        r"spam|unsolicited|\buce\b|\bube\b|bulk|junk|abus(?:e|ive)|complaint|suspicious|"
        r"suspect|policy|policies|prohibit|administrativ|administrator|access (?:was |"
        r"is )?denied|access to this|permission denied|security|\brisk\b|tss0[5-9]|\btss1\d|"
        r"\[cs0\d\]|\[hm\d|hl:rep|hl:mep|dt:spm|mi:spb|mi:nhd|mi:ifb|dt:rbl|\bofr_50\d|lpn00|"
        r"s31[45]\d|as\(?\d{3,4}\)?\b.{0,20}\baccess|message (?:was |is |"
        r"has been )?(?:refused|denied|disallowed)|message rejected|"
        r"rejected by (?:\w+ )?filter|mail (?:is |was )?(?:rejected|refused) (?:by|for|due)|"
        r"refused\. your|(?:is|was|been) hangup|rejected by recipients|mail rejet|"
        r"destination domain|customi[sz]ed rule|message scor|threat|certificate",
        "Gmail 5.7.1, Yahoo TSS09, Outlook.com, Orange OFR_506, NetEase, Mimecast, Barracuda, Zoho",
    ),
    _row(
        Verdict.POLICY,
        r"absender|versender|unerw[üu]nscht|gesperrt(?! ?konto)|abgelehnt (?:wegen|aufgrund|"
        r"weil)|richtlinie|schwarze liste|exp[ée]diteur|\breputation|liste noire|politique|"
        r"ind[ée]sirable|authentifi|remitente|no autorizad|lista negra|reputaci|mittente|"
        r"non autorizzat|remetente|reputa[çc]|lista nera|发件人|寄件|垃圾邮件|垃圾郵件|反垃圾|"
        r"拒绝中继|黑名单|黑名單|被禁止|策略|отправител|спам|чёрн|черн\w+ спис|"
        r"заблокирован\w* (?:ip|адрес отправ)|送信者|迷惑メール|送信元|nadawc|afzender|"
        r"geweigerd",
        "the same in ten other languages",
    ),
    # The moment, or the way there.
    _row(
        Verdict.SOFT,
        r"expired|timed? ?-?out|failing for (?:a|too) long|pipe to\b|child status|"
        r"command (?:failed|output|died)|retry (?:time|timeout)|too old|(?:could not|"
        r"not) be(?:en)? delivered (?:for|within|after)|delivery time|connection (?:refused|"
        r"reset|dropped|lost|closed)|no route|unreachable|unable to connect|"
        r"wasn.t able to establish|network (?:error|is down)|no answer|not responding|"
        r"too many hops|hop count|loop(?:ing|ed|back| detect)?|loops back|routing loop|"
        r"server (?:down|error)|(?:dns|name server) (?:error|failure|lookup|timeout|query)|"
        r"servfail|lookup failure",
        "RFC 3463 x.4.x; Exim, Postfix, qmail 4.4.1, Exchange 5.4.300 and 5.4.14",
    ),
    _row(
        Verdict.LATER,
        r"temporar(?:y|ily)|try(?: again| it)? later|try again|try after|vor[üu]bergehend|"
        r"temporairement|temporalmente|temporaneamente|暂时|暫時|временно|一時的|tymczasow|"
        r"tijdelijk|resend your message|will be retried|resources? (?:\w+ )?unavailable|"
        r"server busy",
        "a passing state, whatever the code",
    ),
    _row(
        Verdict.SOFT,
        r"(?:user|account|mailbox|recipient|mailbox owner)\b.{0,40}\b(?:locked|suspended|"
        r"blocked|frozen|on hold|not yet|hangup)|blocked (?:user|mailbox|account)|"
        r"konto (?:ist )?gesperrt|vacation|out of office",
        "a mailbox that may be opened again",
    ),
    # The mailbox is gone.
    _row(
        Verdict.GONE,
        r"(?:user|recipient|mailbox|account|address|addressee|alias|person|local ?part|inbox|"
        r"destination|login|member|subscriber|customer|domain|host|forward.?path|e-?mail|"
        r"name)s?\b.{0,60}?\b(?:unknown|not (?:be )?(?:found|known|exist|valid|listed|"
        r"recogni[sz]ed|active|here|available|present|defined|a valid|have a|registered|"
        r"in (?:my|our|the)|on (?:this|our))|(?:does|do|did)(?: ?n[o']?t|n.t) (?:exist|have)|"
        r"doesn.?t (?:exist|have)|invalid|no longer|non-?exist\w*|inactive|disabled|"
        r"deactivated|discontinued|closed|deleted|removed|terminated|cancel\w*|"
        r"expired account|undeliverable|unavailable|unroute?able|unresolvable|misspelled|"
        r"nicht|is ambiguous|cannot be (?:found|reached)|couldn.t be found|wasn.t found|"
        r"isn.t (?:valid|active)|been (?:closed|disabled|deleted|removed|deactivated|"
        r"cancel\w*|discontinued|moved))",
        "RFC 3463 x.1.1, x.1.2, x.2.1; Gmail, Outlook.com, Yahoo, Postfix, Exim, qmail",
    ),
    _row(
        Verdict.GONE,
        r"(?:no|not a|unknown|invalid|bad|non-?existent|undefined|unroute?able|"
        r"unrecogni[sz]ed|illegal|inactive|disabled|closed|wrong|incorrect|nonexistent|"
        r"un-?known) (?:\w+ ){0,3}?(?:user|recipient|mailbox|account|address|addressee|alias|"
        r"local.?part|mail ?drop|person|one (?:by|here|with)|destination|domain|host|e-?mail|"
        r"inbox|customer|subscriber|rcpt|forward.?path|maildrop|virtual user|userid|member)|"
        r"nobody (?:of|by|with|here|at)|no mailbox here|user ?unknown|unknown ?user|"
        r"user ?not ?found|recipient ?not ?found|recipnotfound|address_?not_?found|nosuchuser|"
        r"no such|not listed in|user email address is marked as invalid|does ?n[o']t exist|"
        r"doesn.?t have an? \S{0,20} ?account|doesn.t have|null ?mx|"
        r"does not accept (?:e-?)?mail|accepts? no mail|never logged|has left|"
        r"left the (?:company|organi[sz]ation)|no longer (?:\w+ ){0,3}(?:valid|available|"
        r"exist|in use|accept|employ|work|with us|active|a valid)|permanently (?:deleted|"
        r"disabled)|verif(?:y|ication) (?:of )?(?:recipient|address) failed",
        "the same, otherwise put",
    ),
    _row(
        Verdict.GONE,
        r"unbekannt|nicht bekannt|existiert nicht|existiert auf|gibt es nicht|"
        r"nicht (?:vorhanden|gefunden|mehr g[üu]ltig|mehr erreichbar|erreichbar)|"
        r"ung[üu]ltige? (?:empf|adress|mail)|kein (?:postfach|benutzer|mail-?konto|account)|"
        r"inconnue?|n.existe (?:pas|plus)|destinataire (?:invalide|inexistant)|"
        r"au moins un destinataire invalide|invalid recipient|adresse (?:\w+ )*invalide|"
        r"n.est (?:pas|plus) (?:valide|active)|no existe|desconocid|"
        r"usuario (?:\w+ )?inv[áa]lid|inexistent|sconosciut|inesistent|non esiste|"
        r"n[ãa]o existe|desconhecid|inv[áa]lid[oa]\b|不存在|未开通|无此用户|查无此|用户未找到|"
        r"無此|未找到|找不到|存在しません|宛先不明|見つかりません|не (?:существует|найден|"
        r"зарегистр)|нет такого|неизвестн\w+ (?:польз|адрес|получ)|недоступен ящик|"
        r"nie istnieje|nieznany|nie ma takiego|bestaat niet|onbekend|finns inte|ok[äa]nd|"
        r"findes ikke|ukendt|neexistuje|nem l[ée]tezik|bulunamad|mevcut de[ğg]il|존재하지",
        "the same in other languages; 不存在 is does not exist",
    ),
)


def kind_of(words: str) -> ReplyKind | None:
    """Return the first kind that the words of a reply give away."""
    return next((row for row in ROWS if row.words.search(words)), None)
