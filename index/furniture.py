"""What page furniture looks like: the words and shapes `index.clean` looks for, in the four languages."""

import re


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile(
        rf"[\s・•●■◆▼>|*#_【\[<＜《〈-]*(?:{'|'.join(alternatives)})[\s:：>»→|*_】\]＞》〉-]*", re.I
    )


LANGUAGE_NAMES = re.compile(
    r"English|Fran[cç]ais[e]?|Deutsch|Español|Italiano|Português|Русский(?: язык)?|日本語|한국어|한어"
    r"|简体中文|繁體中文|中文"
    r"|Bahasa Indonesia|Indonesian?|Sanskrit|Ελληνικά|Suomalainen|Suomi|Latina|العربية|Türkçe|Tiếng Việt"
    r"|ไทย|Polski"
    r"|Nederlands|Svenska|Dansk|Norsk|Čeština|Magyar|Română|Українська|עברית|हिन्दी|Català|Tagalog",
    re.I,
)

IMAGE = _whole(
    r"[^\s/]{1,80}\.(?:png|jpe?g|gif|webp|svg|bmp|heic)",
    r"!\[[^\]]*\]\([^)]*\)",
    r"\[?(?:图片|圖片|画像|写真|image|img|photo|foto|immagine)\]?",
    r"(?:图源|图片来源|圖片來源|画像(?:出典|提供)|写真(?:提供)?|photo(?: credits?| by)?|image (?:credits?"
    r"|source)|foto di)\s*[:：/].{0,80}",
)

# A line that is one of these is furniture wherever it stands.
STRONG = {
    "share": _whole(
        r"(?:觉得还不错[?？]?\s*)?一键(?:收藏|三连)|添加红包|发出的红包|打赏(?:作者)?",
        r"この記事のタイトルとURLをコピー(?:する)?",
        r"この記事(?:について|を|は)?(?:シェア|共有|いかがでしたか).{0,10}",
        r"いいね[!！]|ブックマークする|シェアする|ツイートする",
        r"(?:点赞|收藏|转发|评论|いいね|ブックマーク|ツイート)\s*[:：(（]?\s*\d[\d,.]*[wW万千kK]?\+?[)）]?",
        r"(?:share|tweet|pin) (?:this|on|it|via)\b.{0,40}",
        r"(?:condividi|commenta|stampa|segui(?:ci)?) (?:su|questo|l'|via|questa).{0,40}",
        r"(?:この記事を)?(?:シェア|共有|ツイート)(?:する)?",
        r"分享(?:到|至).{0,20}",
        r"(?:facebook|twitter|linkedin|whatsapp|telegram|pinterest|reddit|微信|微博|はてなブックマーク)",
        r"(?:mi piace|likes?|claps?|赞同?|点赞数|阅读量?|浏览量?"
        r"|閲覧数)\s*[:：]?\s*\d[\d,.]*[wW万千kK]?\+?",
        r"\d[\d,.]*[wW万千kK]?\+?\s*(?:次阅读|人赞同了?该?(?:回答|文章)?|条评论|个赞|views?|likes?"
        r"|shares?|claps?|comments?|commenti|condivisioni)",
    ),
    "byline": _whole(
        r"(?:in )?posted (?:by|in)\b.{0,60}",
        r"you can read the machine translated\b.{0,200}",
        r"(?:written|edited|reported) by\s.{1,60}",
        r"(?:责任编辑|責任編輯|责编|编辑|作者|记者|文|撰文|编译|校对|原创|来源|來源|公众号)\s*[丨"
        r"|:：/]\s*.{1,40}",
        r".{0,20}(?:公众号|パブリックアカウント)\s*[丨|]?\s*\w{1,20}",
        r".{1,30}\s+发自\s+.{1,20}",
        r".{1,12}报道",
        r"(?:取材|執筆|文|編集|構成)(?:・(?:文|構成|編集))?\s*[＝=/／:：]\s*.{1,30}",
        r"di\s+redazione|(?-i:[Dd]i\s+[A-ZÀ-Ý][\w'’]+(?: [A-ZÀ-Ý][\w'’]+){1,3})",
        r"(?-i:By\s+[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,4})",
        r"(?:最終)?更新\s*[:：].{0,30}",
        r"\d+ min(?:ute)? read",
        r"(?:lettura|tempo di lettura)\s*[:：]?\s*\d+ min.{0,10}",
    ),
    "notice": _whole(
        r"(?:©|\(c\)|copyright\b).{0,160}",
        r"(?:.{0,60}\s)?all rights reserved.{0,60}",
        r"(?:©?\s*riproduzione riservata).{0,80}",
        r"(?:版权声明|版權聲明|转载请|轉載請|本文(?:来自|转自|首发|为|系|由).{0,60}(?:原创|授权|转载"
        r"|公众号)|该文观点|声明[:：]).{0,200}",
        r".{0,60}(?:無断転載|禁止转载|未经.{0,10}(?:许可|授权)).{0,60}",
    ),
    "consent": _whole(
        r"(?:we|this (?:web)?site|our (?:web)?site|our partners|by (?:continuing|clicking))\b"
        r".{0,40}\b(?:use|uses|using|store|agree|accept)\b.{0,120}\bcookies?\b.{0,200}",
        r"(?:questo sito|il (?:nostro )?sito|noi e)\b.{0,60}\b(?:usa|usiamo|utilizza"
        r"|utilizziamo)\b.{0,120}\bcookie\b.{0,200}",
        r"(?:utilizziamo|usiamo|continuando)\b.{0,120}\bcookie\b.{0,200}",
        r"(?:当サイト|本サイト|このサイト|このウェブサイト|当社).{0,60}(?:クッキー|cookie).{0,160}",
        r"(?:本网站|本网页|本站|我们|本網站|我們).{0,40}cookies?.{0,160}",
        r"(?:accept|reject|manage|allow|decline)(?: all| cookies?| preferences){1,2}",
        r"cookie (?:policy|settings|preferences)",
        r"(?:accetta|rifiuta|gestisci)(?: (?:tutti|tutto|e continua|i cookie|le preferenze)){1,3}",
        r"privacy policy|informativa sulla privacy",
        r"(?:すべて)?(?:同意する|拒否する|同意して閉じる)|クッキー(?:の)?設定|接受(?:全部|所有)",
        r"同意并继续|隐私政策|隱私權政策|プライバシーポリシー",
    ),
    "subscribe": _whole(
        r"(?:subscribe|sign up|sign in|log in)\b(?=.{0,100}\b(?:newsletter|account|inbox|email|unlimited"
        r"|continue|updates|discover|channel|to (?:our|read))).{0,140}",
        r"(?:already (?:a subscriber|have an account)|not a member yet|become a member|get (?:the app"
        r"|unlimited access)).{0,80}",
        r"(?:iscriviti|abbonati|registrati|accedi|seguici)\b(?=.{0,80}\b(?:newsletter|account|articol"
        r"|commentare|leggere|contenuti|canale"
        r"|su (?:facebook|telegram|whatsapp|google|x|instagram))).{0,120}",
        r"(?:sei già abbonato|hai già un account).{0,60}",
        r"(?:会員登録|無料会員|有料会員|メルマガ|メールマガジン|ニュースレター|ログインして"
        r"|この記事は有料|続きを読むには|残り\d+文字).{0,60}",
        r"(?:扫码|扫一扫|扫描.{0,6}二维码|长按.{0,6}二维码|关注(?:我们|公众号|本号)|欢迎(?:关注|订阅"
        r"|加入)|点击(?:关注|上方|下方|蓝字)|订阅|登录后|开通会员).{0,60}",
    ),
    "comments": _whole(
        r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)|(?:no|\d+) comments?|comments? \(\d+\)",
        r"join the conversation|view all comments",
        r"your email address will not be published.*|required fields are marked.*|save my name.{0,120}",
        r"(?:lascia|scrivi|aggiungi|invia) (?:un )?commento|commenti \(\d+\)",
        r"il tuo indirizzo email non sarà pubblicato.*|i campi obbligatori.*",
        r"コメント(?:を(?:書く|する|投稿(?:する)?|残す)|する|一覧|\s*\(\d+\)|\d+件)",
        r"メールアドレスが公開されることはありません.*",
        r"(?:发表|发布|写|寫|查看|提交|全部)(?:评论|回复|評論|留言)|(?:评论|留言)(?:区|\s*\(?\d+\)?)",
        r"请先登录.*|您的邮箱.{0,30}",
    ),
    "navigation": _whole(
        r"skip to (?:main )?content|back to top|(?:vai|salta) al contenuto|torna (?:su|all'inizio)",
        r"返回(?:顶部|首页)|回到顶部|ページ(?:の先頭|トップ)へ(?:戻る)?|トップへ戻る",
        r"(?:上|下)一(?:篇|页|頁)\s*[:：]?.{0,60}|(?:前|次)(?:の記事|のページ|ページ)へ?.{0,40}",
        r"(?:previous|next) (?:article|post|page)\b.{0,80}|articolo (?:precedente|successivo)\b.{0,80}",
        r"(?:tags?|filed under|topics|categor(?:y|ies)|categorie|argomenti|标签|標籤|分类|分類|关键词"
        r"|タグ|カテゴリー?|キーワード)\s*[:：].{0,120}",
        r"(?:#[^\s#]{1,30}[\s,、]*){1,20}",
        r"(?:click here|read (?:more|the full (?:article|story))|continue reading|continua a leggere"
        r"|leggi (?:tutto|l'articolo completo)|続きを読む|もっと見る|阅读(?:全文|原文)|展开(?:全文"
        r"|阅读全文)|查看更多|更多精彩.{0,20}|点击.{0,10}查看.{0,10}|advertisement|pubblicità"
        r"|スポンサーリンク|广告|広告|loading\.*)",
    ),
}

# One of these alone may be a line of a poem or a list; beside other furniture it is a button.
WEAK = _whole(
    r"(?:like|share|save|follow(?:ing)?|comments?|reply|search|menu|home|login|log in|sign in|sign up"
    r"|register|close|print|submit|send|email|name|website|next|previous|top|more|listen|report|edit"
    r"|about|contact|sport|news)",
    r"(?:condividi|salva|segui|commenti|commenta|rispondi|cerca|menù?|accedi|registrati|chiudi|stampa"
    r"|invia|nome|email|sito|avanti|indietro|altro|ascolta)",
    r"(?:シェア|保存|フォロー(?:する)?|コメント|返信|検索|メニュー|ホーム|ログイン|新規登録|登録|閉じる"
    r"|印刷|送信|名前|次へ|前へ|トップ|通報(?:する)?)",
    r"(?:分享|点赞|赞同?|喜欢|收藏|评论|转发|举报|关注|取消|回复|搜索|菜单|首页|登录|注册|关闭|打印|提交"
    r"|确定|发送|感谢|已关注|广告|推荐|规则)",
    r"(?:评论|收藏|点赞)数?",
    r"\d{1,7}",
)

REFERENCES = _whole(
    r"参考(?:リンク|資料|文献|サイト|記事|链接|资料|文章|來源|来源)|出典|参照(?:元)?|引用元|ソース",
    r"link(?:s)? di riferimento|riferimenti|fonti|bibliografia|references?|sources?|bibliography",
    r"further reading|external links|notes",
)
REFERENCE_LINE = re.compile(rf"(?P<heading>{REFERENCES.pattern})\s*(?P<link>https?://\S+|www\.\S+)\s*", re.I)

RELATED = _whole(
    r"関連(?:記事|コンテンツ|リンク|ニュース|キーワード)",
    r"(?:あわせて|合わせて|こちらも|次に)(?:読みたい|おすすめ|お読みください).{0,8}",
    r"おすすめ(?:記事|の記事)?|人気(?:記事|ランキング)|アクセスランキング|新着記事",
    r"この記事に関連する.{0,10}",
    r"相关(?:推荐|阅读|文章|新闻|链接|报道)|(?:推荐|延伸|拓展|扩展|热门|精彩)(?:阅读|文章|推荐)|猜你喜欢",
    r"为你推荐|热点(?:新闻|推荐)|最新文章|更多(?:文章|推荐)|“?相关推荐”?对你有帮助么?\??",
    r"相關(?:閱讀|文章|新聞)|延伸閱讀",
    r"articoli (?:correlati|simili)|potrebbe(?:ro)? (?:interessarti|piacerti).{0,20}|leggi anche",
    r"ti potrebbe interessare|altre notizie|(?:le )?(?:notizie )?più lette|i più letti|vedi anche",
    r"raccomandati|ultime notizie|ultim'ora",
    r"related (?:articles?|stories|posts?|content|news|topics)|you (?:may|might) (?:also )?(?:like|enjoy)",
    r"recommended(?: (?:for you|from .{1,20}|reading))?|more (?:from|on|in|stories)\b.{0,40}",
    r"read (?:next|also)|see also|also read|most (?:read|popular|viewed)|trending(?: now)?|keep reading",
    r"editors?'s? picks?|up next|latest (?:news|stories|articles)",
)
RELATED_LINE = re.compile(
    r"[\s・•●■◆>|*-]*(?:leggi anche|read (?:also|more|next)|see also|also read|related|相关阅读|延伸阅读"
    r"|推荐阅读|関連記事|あわせて読みたい)\s*[:：|]\s*\S.{0,200}",
    re.I,
)

LINK = re.compile(
    r"[\s•●○■・*>-]*(?:[\[(（【]?\d{1,3}[\])）】.、:：]?\s*)?[<(（]?(?:https?://|www\.)[^\s]+[>)）]?\s*"
    r"|[\s•●○■・*>-]*(?:\d{1,3}[.)]\s*)?\[[^\]]{0,200}\]\(\S+\)\s*"
)
LINKED_LABEL = re.compile(r"(?P<label>.{0,80}?)(?:https?://)\S+\s*")
SITE_SUFFIX = re.compile(r"^.{12,}?\s*(?:\s[-–—|｜]|[|｜_])\s*(?P<site>[^\s|｜—–_-][^|｜—–。]{1,30})$")
ATTRIBUTION = re.compile(
    r"[—–-]{1,2}\s.{1,60}\(@\w{1,20}\).{0,40}|.{1,40}\(@\w{1,20}\)\s+\S.{0,30}\d{4}|pic\.twitter\.com/\w+"
)
CRUMB = re.compile(r"\s*[>»›]\s*|\s[·•]\s")
EMOJI_CODE = re.compile(r"(?:\s*:[a-z0-9_+-]{2,40}:)+\s*")
# A line with two of these is about paying the author, however much it reads like a sentence.
PAYMENT = re.compile(r"红包|余额|支付|钱包|充值|付费专栏|VIP|抵扣|扫码|博主|粉丝")
