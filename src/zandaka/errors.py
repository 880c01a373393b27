"""What can go wrong, said once. Three kinds: a `Refusal` is expected and final for its key; an
`Outage` is answered by asking again with the same key; anything else is a bug."""

from typing import Final

import msgspec


class ErrorKind(msgspec.Struct, frozen=True):
    """One code: how HTTP says it and what a person is told. `ja`/`en` say what happened,
    `next_ja`/`next_en` what to do."""

    code: str
    status: int
    ja: str
    en: str
    next_ja: str
    next_en: str


class Refusal(Exception):
    """The rules say no. Nothing has moved; the refusal itself is kept as an attempt.

    `code` is one of `KINDS`, `source` the rule or term that decided, `params` the facts."""

    def __init__(self, code: str, /, *, source: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.source = source
        self.params = params


class Invalid(Exception):
    """A request that cannot be read: names the field and the rule it breaks. Never stored."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule


class KeyReused(Exception):
    """The idempotency key already stands for another request of the same caller."""


class Outage(Exception):
    """The outcome is not known here. Ask again with the same key: once it is known, it is told."""


def _kind(code: str, status: int, ja: str, en: str, next_ja: str, next_en: str) -> ErrorKind:
    return ErrorKind(code, status, ja, en, next_ja, next_en)


#: Every code there is, in order of precedence: where several would apply, the first is told.
KINDS: Final[dict[str, ErrorKind]] = {
    kind.code: kind
    for kind in (
        # -- the request itself (never reaches a book)
        _kind(
            "body_too_large",
            413,
            "リクエスト本文が1MiBを超えています。",
            "The request body is larger than 1 MiB.",
            "本文を小さくして送り直してください。",
            "Send a smaller body.",
        ),
        _kind(
            "invalid_request",
            400,
            "リクエストの形式に誤りがあります。",
            "The request cannot be read.",
            "示された項目を規則に合わせて直してください。",
            "Correct the named field as the rule says.",
        ),
        _kind(
            "unauthenticated",
            401,
            "APIキーが確認できません。",
            "The API key is missing or not known.",
            "Authorizationヘッダーに有効なAPIキーを付けてください。",
            "Send a valid API key in the Authorization header.",
        ),
        _kind(
            "forbidden",
            403,
            "このAPIキーの役割では行えません。",
            "This API key's role may not do this.",
            "権限のあるキーを使ってください。",
            "Use a key whose role may.",
        ),
        _kind(
            "not_found",
            404,
            "該当するものがありません。",
            "There is no such thing.",
            "番号を確かめてください。",
            "Check the identifier.",
        ),
        _kind(
            "method_not_allowed",
            405,
            "この操作はできません。",
            "That method is not allowed here.",
            "APIの説明を確認してください。",
            "See the API's documentation.",
        ),
        _kind(
            "too_many_attempts",
            429,
            "試行回数が上限に達しました。",
            "Too many attempts.",
            "Retry-Afterの秒数を待ってから、もう一度お試しください。",
            "Wait for the seconds in Retry-After, then try again.",
        ),
        _kind(
            "key_reused",
            409,
            "同じ冪等キーが別の内容で使われています。",
            "The idempotency key was used with another request.",
            "新しいキーで送るか、最初と同じ内容で送ってください。",
            "Use a new key, or repeat the first request unchanged.",
        ),
        # -- what the command names
        _kind(
            "unknown_coupon",
            422,
            "該当するクーポンがありません。",
            "There is no such coupon.",
            "コードを確かめてください。",
            "Check the code.",
        ),
        _kind(
            "unknown_wallet",
            422,
            "該当するウォレットがありません。",
            "There is no such wallet.",
            "ウォレット番号を確かめてください。",
            "Check the wallet's number.",
        ),
        _kind(
            "unknown_merchant",
            422,
            "該当する加盟店がありません。",
            "There is no such merchant.",
            "加盟店番号を確かめてください。",
            "Check the merchant's number.",
        ),
        _kind(
            "unknown_operation",
            422,
            "該当する取引がありません。",
            "There is no such operation.",
            "取引番号を確かめてください。",
            "Check the operation's number.",
        ),
        _kind(
            "unknown_lot",
            422,
            "該当する残高区分がありません。",
            "There is no such lot.",
            "番号を確かめてください。",
            "Check the lot's number.",
        ),
        _kind(
            "unknown_campaign",
            422,
            "該当するキャンペーンがありません。",
            "There is no such campaign.",
            "キャンペーン番号を確かめてください。",
            "Check the campaign's id.",
        ),
        _kind(
            "unknown_product",
            422,
            "該当する商品がありません。",
            "There is no such product.",
            "商品番号を確かめてください。",
            "Check the product's id.",
        ),
        _kind(
            "unknown_incident",
            422,
            "該当する障害の記録がありません。",
            "There is no such incident.",
            "障害の番号を確かめてください。",
            "Check the incident's id.",
        ),
        _kind(
            "unknown_plan",
            422,
            "該当する計画がありません。",
            "There is no such plan.",
            "計画番号を確かめてください。",
            "Check the plan's number.",
        ),
        _kind(
            "unknown_step",
            422,
            "計画にその手順はありません。",
            "The plan has no such step.",
            "計画の手順番号を確かめてください。",
            "Look at the plan's steps.",
        ),
        _kind(
            "unknown_claim",
            422,
            "該当する申請がありません。",
            "There is no such claim.",
            "申請番号を確かめてください。",
            "Check the claim's number.",
        ),
        _kind(
            "unknown_bank_refund",
            422,
            "該当する振込の申請がありません。",
            "There is no such bank refund.",
            "申請番号を確かめてください。",
            "Check the refund's number.",
        ),
        _kind(
            "unknown_bank_file",
            422,
            "該当する振込ファイルがありません。",
            "There is no such transfer file.",
            "ファイル番号を確かめてください。",
            "Check the file's number.",
        ),
        _kind(
            "unknown_gift_link",
            422,
            "このリンクはお使いいただけません。",
            "This link is not valid.",
            "いちばん新しいご案内のリンクをお使いください。",
            "Use the link of the newest message you got.",
        ),
        _kind(
            "unknown_gift_order",
            422,
            "該当するギフトの注文がありません。",
            "There is no such gift order.",
            "注文番号を確かめてください。",
            "Check the order's number.",
        ),
        _kind(
            "unknown_recipient",
            422,
            "該当する受取人がいません。",
            "There is no such recipient.",
            "受取人の番号を確かめてください。",
            "Check the recipient's number.",
        ),
        _kind(
            "unknown_message",
            422,
            "該当する連絡の記録がありません。",
            "There is no such message.",
            "送信時の参照番号、または宛先と障害の番号を確かめてください。",
            "Check the reference it was sent under, or the incident and the address.",
        ),
        _kind(
            "address_not_entered",
            422,
            "確認する連絡先がまだ入力されていません。",
            "No address has been entered that could be confirmed.",
            "先に新しい連絡先を入力してください。",
            "Enter the address first.",
        ),
        _kind(
            "address_in_use",
            422,
            "その連絡先は、ほかの受取人のものです。",
            "That address belongs to another recipient of the incident.",
            "別の連絡先を利用者に確認してください。",
            "Ask the holder for another address.",
        ),
        _kind(
            "unknown_brand",
            422,
            "選べるギフトの種類ではありません。",
            "That brand is not among the gifts.",
            "示された種類から選んでください。",
            "Choose one of those named.",
        ),
        _kind(
            "unknown_cohort",
            422,
            "該当する対象者群がありません。",
            "There is no such cohort.",
            "障害の規約にある対象者群の名前を確かめてください。",
            "Check the cohort's name in the terms of the incident.",
        ),
        _kind(
            "unknown_proposal",
            422,
            "該当する公表の提案がありません。",
            "There is no such proposal to publish.",
            "提案の番号を確かめてください。",
            "Check the proposal's number.",
        ),
        # -- who may
        _kind(
            "same_person",
            422,
            "同じ人が続けて行うことはできません。",
            "The same person may not do both.",
            "別の担当者が行ってください。",
            "Let another person do it.",
        ),
        _kind(
            "not_your_operation",
            422,
            "ほかの加盟店の取引です。",
            "The operation belongs to another merchant.",
            "自店の取引を選んでください。",
            "Choose one of your own.",
        ),
        _kind(
            "wrong_operation",
            422,
            "この取引には行えません。",
            "This cannot be done to that kind of operation.",
            "対象の取引を確かめてください。",
            "Check which operation is meant.",
        ),
        _kind(
            "merchant_closed",
            422,
            "この加盟店では取り扱いを終了しています。",
            "The merchant no longer accepts payments.",
            "ほかの加盟店でお使いください。",
            "Use another merchant.",
        ),
        _kind(
            "wallet_closed",
            422,
            "このウォレットは閉じられています。",
            "The wallet is closed.",
            "発行者の窓口にお問い合わせください。",
            "Ask the issuer's desk.",
        ),
        _kind(
            "wrong_form",
            422,
            "この種類のウォレットでは行えません。",
            "This kind of wallet cannot do that.",
            "アプリのウォレットか紙のクーポンかを確かめてください。",
            "Check whether an app wallet or a paper coupon is meant.",
        ),
        # -- the incident
        _kind(
            "incident_declared",
            422,
            "この障害はすでに宣言されています。",
            "The incident has been declared already.",
            "内容を改めるときは改訂してください。",
            "Amend it to record what is known now.",
        ),
        _kind(
            "notice_out_of_order",
            422,
            "お知らせの版の番号が続いていません。",
            "The notice's revision is not the next one.",
            "示された番号で登録してください。",
            "Publish it as the revision that is named.",
        ),
        _kind(
            "notice_incomplete",
            422,
            "お知らせに埋まっていない箇所があります。",
            "The notice has blanks without a value.",
            "示された名前の値を指定してください。",
            "Give a value for each name that is missing.",
        ),
        _kind(
            "wrong_weekday",
            422,
            "日付と曜日が合いません。",
            "A weekday is not that of its date.",
            "示された箇所の日付か曜日を直してください。",
            "Correct the date or the weekday at the places named.",
        ),
        _kind(
            "interval_missing",
            422,
            "機能が止まっていた時間帯が登録されていません。",
            "Nobody has entered when the function failed.",
            "障害の記録を改訂し、時間帯を登録してください。",
            "Amend the incident with the interval.",
        ),
        _kind(
            "cohort_too_early",
            422,
            "残高を見る時点がまだ来ていません。",
            "The instant whose balance counts has not come.",
            "示された時点を過ぎてから凍結してください。",
            "Freeze the cohort after that instant.",
        ),
        _kind(
            "publication_decided",
            422,
            "この提案はすでに決定されています。",
            "The proposal has been decided already.",
            "決定の内容をご確認ください。",
            "Look at what was decided.",
        ),
        # -- the claim
        _kind(
            "application_not_open",
            422,
            "申請の受付はまだ始まっていません。",
            "Applications are not taken yet.",
            "受付の開始日時をご確認ください。",
            "See from when they are.",
        ),
        _kind(
            "application_closed",
            422,
            "申請の受付は終了しました。",
            "Applications are no longer taken.",
            "コールセンターにお問い合わせください。",
            "Ask the call centre.",
        ),
        _kind(
            "claim_decided",
            422,
            "この申請はすでに判断されています。",
            "The claim has been decided already.",
            "申請の履歴をご確認ください。",
            "Look at the claim's history.",
        ),
        _kind(
            "wrong_claim",
            422,
            "この種類の申請には行えません。",
            "This cannot be done to that kind of claim.",
            "申請の種類を確かめてください。",
            "Check which kind of claim it is.",
        ),
        _kind(
            "not_checked",
            422,
            "店舗側の記録との一致がまだ確認されていません。",
            "The shop's own records have not been found to agree.",
            "店舗の記録を登録してから判断してください。",
            "Enter what the shop's records say, then decide.",
        ),
        _kind(
            "already_approved",
            422,
            "このクーポンは別の方の申請が承認されています。",
            "Another application for this coupon has been approved.",
            "その申請をご確認ください。リンクは一つだけ送られます。",
            "Look at that application: only one link goes out.",
        ),
        # -- repayment by bank transfer
        _kind(
            "wrong_bank_refund_state",
            422,
            "この振込の申請は、今その操作を受け付けられる状態にありません。",
            "The bank refund is not in a state in which that can be done.",
            "申請の状態を確かめてください。",
            "Look at how the refund stands.",
        ),
        _kind(
            "bank_refund_exists",
            422,
            "このクーポンには、承認済みの振込の申請がすでにあります。",
            "A bank refund for this coupon has been approved already.",
            "承認済みの申請をご確認ください。振込は一度だけです。",
            "Look at that one: a coupon is repaid once.",
        ),
        _kind(
            "chosen_as_gift",
            422,
            "このクーポンの補償は、すでにギフトで受け取られています。",
            "What is owed to this coupon has been chosen as a gift.",
            "ギフトの受取状況をご確認ください。両方を受け取ることはできません。",
            "Look at the gift: nobody receives both.",
        ),
        _kind(
            "no_originator",
            422,
            "振込元の口座が規約データにないか、使用できません。",
            "The terms name no account to pay from, or one that cannot be used.",
            "規約データのbank_refund.originatorを直してください。",
            "Correct bank_refund.originator in the terms.",
        ),
        _kind(
            "pay_day_not_allowed",
            422,
            "その日は振込日にできません。",
            "Transfers cannot be made on that day.",
            "示された日以降の銀行営業日を指定してください。",
            "Name a bank business day from the day shown on.",
        ),
        _kind(
            "nothing_to_transfer",
            422,
            "振り込む申請がありません。",
            "There is no refund to be transferred.",
            "承認と転換が済んでいるかご確認ください。",
            "See whether refunds were approved, and their value converted.",
        ),
        _kind(
            "wrong_bank_file_state",
            422,
            "振込ファイルは、今その操作を受け付けられる状態にありません。",
            "The transfer file is not in a state in which that can be done.",
            "ファイルの状態を確かめてください。",
            "Look at how the file stands.",
        ),
        _kind(
            "result_does_not_match",
            422,
            "振込結果に、ファイルの内容と合わない行があります。何も取り込んでいません。",
            "A line of the results does not match the file. Nothing was taken in.",
            "示された行を銀行に確かめてください。",
            "Ask the bank about the line shown.",
        ),
        # -- the plan
        _kind(
            "cohort_not_frozen",
            422,
            "まだ凍結されていない対象者群があります。",
            "A cohort that a step names has not been frozen yet.",
            "対象者群を凍結してから起案してください。",
            "Freeze it first.",
        ),
        _kind(
            "wrong_plan_state",
            422,
            "計画は今この操作を受け付けられる状態にありません。",
            "The plan is not in a state in which that can be done.",
            "計画の状態を確かめてください。",
            "Look at how the plan stands.",
        ),
        _kind(
            "plan_outdated",
            422,
            "起案後に対象者群または規約が変わりました。",
            "The cohorts or the terms have changed since the plan was drafted.",
            "計画を起案し直してください。",
            "Draft the plan anew.",
        ),
        _kind(
            "plan_in_force",
            422,
            "同じ障害の別の計画が実行中です。",
            "Another plan of the incident is in force.",
            "その計画が終わるのを待つか、取りやめてください。",
            "Wait until it has ended, or stop it.",
        ),
        _kind(
            "step_started",
            422,
            "この手順はすでに開始されています。",
            "The step was started already.",
            "計画の進み具合をご確認ください。",
            "Look at how far the plan is.",
        ),
        _kind(
            "step_waits",
            422,
            "前の手順がまだ終わっていません。",
            "An earlier step has not ended yet.",
            "前の手順が終わってから開始してください。",
            "Wait until it has.",
        ),
        _kind(
            "too_early",
            422,
            "開始できる日時になっていません。",
            "The time for it has not come yet.",
            "示された日時以降に、もう一度お試しください。",
            "Try again from the instant shown.",
        ),
        _kind(
            "gift_code_wrong",
            422,
            "確認コードが違います。",
            "The confirmation code is wrong.",
            "いちばん新しく届いたコードをご確認ください。",
            "Compare it with the newest code you were sent.",
        ),
        _kind(
            "gift_code_over",
            422,
            "この確認コードは使えなくなりました。",
            "The confirmation code is no longer good.",
            "新しい確認コードをお送りください。",
            "Have a new code sent.",
        ),
        _kind(
            "gift_session_ended",
            422,
            "本人確認の有効時間が過ぎました。",
            "Too much time has passed since the code was entered.",
            "新しい確認コードを入力してください。",
            "Have a new code sent and enter it.",
        ),
        # -- the coupon
        _kind(
            "coupon_already_loaded",
            422,
            "このクーポンはすでにチャージされています。",
            "The coupon has already been loaded.",
            "アプリの残高をご確認ください。",
            "Look at the app's balance.",
        ),
        _kind(
            "outside_campaign_period",
            422,
            "キャンペーンの対象期間外です。",
            "The stay lies outside the campaign.",
            "宿泊日を確かめてください。",
            "Check the dates of the stay.",
        ),
        _kind(
            "prefecture_not_in_campaign",
            422,
            "対象外の都道府県です。",
            "The prefecture does not take part.",
            "都道府県コードを確かめてください。",
            "Check the prefecture's code.",
        ),
        _kind(
            "too_many_nights",
            422,
            "対象となる泊数を超えています。",
            "The stay is longer than the campaign grants.",
            "泊数を確かめてください。",
            "Check the number of nights.",
        ),
        _kind(
            "value_expired",
            422,
            "有効期限が切れています。",
            "The value has expired.",
            "有効期限をご確認ください。お心当たりのない場合は窓口へ。",
            "Look at the date of expiry, or ask the issuer's desk.",
        ),
        _kind(
            "not_accepted_here",
            422,
            "この加盟店ではお使いいただけません。",
            "The value is not accepted at this merchant.",
            "利用できる地域・店舗をご確認ください。",
            "See where it is accepted.",
        ),
        # -- how much
        _kind(
            "limit_exceeded",
            422,
            "上限額を超えます。",
            "A limit would be passed.",
            "金額を減らすか、期間が改まってからお試しください。",
            "Lower the amount, or wait for the next period.",
        ),
        _kind(
            "insufficient_value",
            422,
            "残高が不足しています。",
            "There is not enough value.",
            "残高以下の金額にするか、不足分を現金でお支払いください。",
            "Lower the amount, or pay the rest in cash.",
        ),
        _kind(
            "exceeds_debit",
            422,
            "元の引落額を超えて戻すことはできません。",
            "More would be given back than was taken.",
            "残っている金額をご確認ください。",
            "See how much is left to give back.",
        ),
        _kind(
            "hold_ended",
            422,
            "仮押さえはすでに終わっています。",
            "The hold has ended.",
            "新しく仮押さえしてください。",
            "Authorise again.",
        ),
        _kind(
            "exceeds_hold",
            422,
            "仮押さえの金額を超えています。",
            "More than the hold would be captured.",
            "金額をご確認ください。",
            "Lower the amount.",
        ),
        _kind(
            "hold_open",
            422,
            "仮押さえ中の金額があります。",
            "A hold is still open.",
            "確定または取消してからお試しください。",
            "Capture or void it first.",
        ),
        _kind(
            "not_later",
            422,
            "新しい期限が今の期限より後ではありません。",
            "The new expiry is not later than the present one.",
            "より後の期限を指定してください。",
            "Name a later instant.",
        ),
        _kind(
            "validity_too_long",
            422,
            "発行からの通算有効期間の上限を超えます。",
            "The total validity since issue would pass what the terms allow.",
            "より早い期限を指定してください。",
            "Name an earlier instant.",
        ),
        _kind(
            "not_expired",
            422,
            "まだ有効期限内です。",
            "The value has not expired yet.",
            "期限が過ぎてからお試しください。",
            "Wait until it has.",
        ),
        _kind(
            "nothing_left",
            422,
            "対象の残高がありません。",
            "There is no value left to act on.",
            "残高をご確認ください。",
            "Look at the balance.",
        ),
        _kind(
            "time_not_allowed",
            422,
            "指定の日時では行えません。",
            "That instant cannot be used.",
            "記録の日時以前を指定してください。",
            "Name an instant that is not in the future.",
        ),
        _kind(
            "gift_not_yet",
            422,
            "ギフトの受け取りはまだ始まっていません。",
            "Gifts cannot be chosen yet.",
            "開始日時からお選びいただけます。",
            "Choose from the instant named on.",
        ),
        _kind(
            "gift_deadline_passed",
            422,
            "ギフトの受取期限が過ぎました。",
            "The deadline for gifts has passed.",
            "ご事情のある方は窓口にお問い合わせください。",
            "Ask the contact desk if there was a reason.",
        ),
        _kind(
            "gift_already_chosen",
            422,
            "ギフトはすでに選ばれています。",
            "The gift has been chosen already.",
            "受け取りページでギフトをご確認ください。",
            "See the gift on the page of the link.",
        ),
        _kind(
            "bank_refund_chosen",
            422,
            "銀行振込でのお受け取りが選ばれています。",
            "Repayment by bank transfer was chosen instead.",
            "振込をお待ちください。",
            "Wait for the transfer.",
        ),
        _kind(
            "gift_not_issued",
            422,
            "発行済みのギフトではありません。",
            "The gift is not in the state of being issued.",
            "注文の状態を確かめてください。",
            "Look at the order's state.",
        ),
        # -- the house
        _kind(
            "bug",
            500,
            "内部エラーが発生しました。",
            "Something broke inside.",
            "同じ冪等キーで再度お試しください。続く場合はお知らせください。",
            "Ask again with the same key; tell us if it stays.",
        ),
        _kind(
            "outage",
            503,
            "一時的に応答できません。",
            "The outcome is not known right now.",
            "少し待って、同じ冪等キーで再度お送りください。二重にはなりません。",
            "Wait a little and ask again with the same key; nothing is done twice.",
        ),
    )
}
