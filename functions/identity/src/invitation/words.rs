//! What the e-mails say, in four languages.

use trellis_core::locale::Locale;

/// What an e-mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// Somebody is invited who signs in with codes.
    Learn,
    /// Somebody is to set up a password and an authenticator app.
    Enrol,
    /// Somebody has asked for a code and signs in with a password.
    UseThePassword,
    /// Strangers keep the address of somebody busy.
    LetDeviceIn,
    /// Somebody has forgotten where they sign in.
    FindWorkspace,
    /// Somebody signs in and gets a code.
    Code,
}

impl Occasion {
    #[cfg(test)]
    pub(super) const ALL: [Self; 6] = [Self::Learn, Self::Enrol, Self::UseThePassword, Self::LetDeviceIn, Self::FindWorkspace, Self::Code];
}

/// `{workspace}` and, in the greeting, `{member}` stand for their names.
pub(super) struct Words {
    pub(super) greeting: &'static str,
    pub(super) subject: &'static str,
    pub(super) paragraph: &'static str,
    pub(super) action: &'static str,
    pub(super) rest: &'static str,
}

/// The language that an e-mail is written in (BCP 47).
pub(super) const fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::De => "de",
        Locale::It => "it",
        Locale::Hi => "hi",
        // Nobody has written these yet.
        Locale::En | Locale::Fr | Locale::Es => "en",
    }
}

pub(super) const fn of(locale: Locale, occasion: Occasion) -> Words {
    match locale {
        Locale::De => german(occasion),
        Locale::It => italian(occasion),
        Locale::Hi => hindi(occasion),
        Locale::En | Locale::Fr | Locale::Es => english(occasion),
    }
}

const fn english(occasion: Occasion) -> Words {
    let greeting = "Hello {member},";
    match occasion {
        Occasion::Learn => Words {
            greeting,
            subject: "You're invited to {workspace}",
            paragraph: "{workspace} has invited you to its learning portal.",
            action: "Sign in",
            rest: "No password needed. When you sign in, we'll e-mail you a code.",
        },
        Occasion::Enrol => Words {
            greeting,
            subject: "Set up your access to {workspace}",
            paragraph: "Your role at {workspace} needs a password and an authenticator app on your phone. It takes about two minutes.",
            action: "Set up access",
            rest: "This link works for seven days and is only for you. Please don't forward this e-mail.",
        },
        Occasion::UseThePassword => Words {
            greeting,
            subject: "Sign in to {workspace} with your password",
            paragraph: "Someone, probably you, asked for a sign-in code for {workspace}. You sign in with your password and authenticator app instead, so there's no code.",
            action: "Sign in with your password",
            rest: "If this wasn't you, you don't need to do anything. If you've lost your password or app, ask another administrator to recover your access.",
        },
        Occasion::LetDeviceIn => Words {
            greeting,
            subject: "Sign in to {workspace} on a new device",
            paragraph: "There have been many attempts to sign in to {workspace} with your address, so we're holding back devices we don't know. If you're signing in now, use this link on the device you want to use.",
            action: "Sign in on this device",
            rest: "The link works for 30 minutes. If you aren't signing in, you don't need to do anything: nobody has got in.",
        },
        Occasion::FindWorkspace => Words {
            greeting,
            subject: "Where you sign in to {workspace}",
            paragraph: "Someone, probably you, asked for the workspaces that your address belongs to. You're a member of {workspace}.",
            action: "Sign in",
            rest: "You get one e-mail for each workspace that you can sign in to. If this wasn't you, you don't need to do anything.",
        },
        Occasion::Code => Words {
            greeting,
            subject: "Your sign-in code for {workspace}",
            paragraph: "Use this code to sign in to {workspace}.",
            action: "Sign-in code",
            rest: "The code works once, for ten minutes. Don't share it with anyone: we never ask for it by phone or e-mail. If you aren't signing in, you can ignore this e-mail.",
        },
    }
}

const fn german(occasion: Occasion) -> Words {
    let greeting = "Guten Tag {member},";
    match occasion {
        Occasion::Learn => Words {
            greeting,
            subject: "Einladung zu {workspace}",
            paragraph: "{workspace} hat Sie ins Lernportal eingeladen.",
            action: "Anmelden",
            rest: "Sie brauchen kein Passwort. Wenn Sie sich anmelden, senden wir Ihnen einen Code per E-Mail.",
        },
        Occasion::Enrol => Words {
            greeting,
            subject: "Richten Sie Ihren Zugang zu {workspace} ein",
            paragraph: "Für Ihre Rolle bei {workspace} brauchen Sie ein Passwort und eine Authenticator-App auf dem Smartphone. Das dauert etwa zwei Minuten.",
            action: "Zugang einrichten",
            rest: "Der Link gilt sieben Tage und nur für Sie. Bitte leiten Sie diese E-Mail nicht weiter.",
        },
        Occasion::UseThePassword => Words {
            greeting,
            subject: "Melden Sie sich bei {workspace} mit Ihrem Passwort an",
            paragraph: "Jemand, vermutlich Sie selbst, hat einen Anmeldecode für {workspace} angefordert. Sie melden sich mit Passwort und Authenticator-App an, deshalb gibt es keinen Code.",
            action: "Mit Passwort anmelden",
            rest: "Wenn Sie das nicht waren, müssen Sie nichts tun. Wenn Sie Passwort oder App verloren haben, bitten Sie eine andere Person aus der Administration, Ihren Zugang wiederherzustellen.",
        },
        Occasion::LetDeviceIn => Words {
            greeting,
            subject: "Anmeldung bei {workspace} auf einem neuen Gerät",
            paragraph: "Es gab sehr viele Versuche, sich mit Ihrer Adresse bei {workspace} anzumelden. Deshalb halten wir unbekannte Geräte zurück. Wenn Sie sich gerade anmelden, öffnen Sie diesen Link auf dem Gerät, das Sie verwenden möchten.",
            action: "Auf diesem Gerät anmelden",
            rest: "Der Link gilt 30 Minuten. Wenn Sie sich nicht gerade anmelden, müssen Sie nichts tun: Niemand ist in Ihr Konto gelangt.",
        },
        Occasion::FindWorkspace => Words {
            greeting,
            subject: "Hier melden Sie sich bei {workspace} an",
            paragraph: "Jemand, vermutlich Sie selbst, hat nach den Arbeitsbereichen gefragt, zu denen Ihre Adresse gehört. Sie sind Mitglied von {workspace}.",
            action: "Anmelden",
            rest: "Sie erhalten eine E-Mail für jeden Arbeitsbereich, bei dem Sie sich anmelden können. Wenn Sie das nicht waren, müssen Sie nichts tun.",
        },
        Occasion::Code => Words {
            greeting,
            subject: "Ihr Anmeldecode für {workspace}",
            paragraph: "Melden Sie sich mit diesem Code bei {workspace} an.",
            action: "Anmeldecode",
            rest: "Der Code gilt einmal und zehn Minuten lang. Geben Sie ihn nicht weiter: Wir fragen nie am Telefon oder per E-Mail danach. Wenn Sie sich nicht gerade anmelden, können Sie diese E-Mail ignorieren.",
        },
    }
}

const fn italian(occasion: Occasion) -> Words {
    let greeting = "Ciao {member},";
    match occasion {
        Occasion::Learn => Words {
            greeting,
            subject: "Il tuo invito a {workspace}",
            paragraph: "{workspace} ti ha invitato nel suo portale di formazione.",
            action: "Accedi",
            rest: "Non serve una password: quando accedi ti inviamo un codice via e-mail.",
        },
        Occasion::Enrol => Words {
            greeting,
            subject: "Configura il tuo accesso a {workspace}",
            paragraph: "Il tuo ruolo in {workspace} richiede una password e un'app di autenticazione sul telefono. Bastano circa due minuti.",
            action: "Configura l'accesso",
            rest: "Il link è valido per sette giorni ed è solo per te. Non inoltrare questa e-mail.",
        },
        Occasion::UseThePassword => Words {
            greeting,
            subject: "Accedi a {workspace} con la tua password",
            paragraph: "Qualcuno, probabilmente tu, ha chiesto un codice di accesso per {workspace}. Tu accedi con la password e l'app di autenticazione, quindi non c'è nessun codice.",
            action: "Accedi con la password",
            rest: "Se non sei stato tu, non devi fare nulla. Se hai perso la password o l'app, chiedi a un altro amministratore di ripristinare il tuo accesso.",
        },
        Occasion::LetDeviceIn => Words {
            greeting,
            subject: "Accedi a {workspace} da un nuovo dispositivo",
            paragraph: "Ci sono stati molti tentativi di accedere a {workspace} con il tuo indirizzo, quindi stiamo bloccando i dispositivi che non conosciamo. Se stai accedendo ora, apri questo link sul dispositivo che vuoi usare.",
            action: "Accedi da questo dispositivo",
            rest: "Il link è valido per 30 minuti. Se non stai accedendo, non devi fare nulla: nessuno è entrato nel tuo account.",
        },
        Occasion::FindWorkspace => Words {
            greeting,
            subject: "Dove accedere a {workspace}",
            paragraph: "Qualcuno, probabilmente tu, ha chiesto a quali spazi di lavoro appartiene il tuo indirizzo. Fai parte di {workspace}.",
            action: "Accedi",
            rest: "Ricevi un'e-mail per ogni spazio di lavoro a cui puoi accedere. Se non sei stato tu, non devi fare nulla.",
        },
        Occasion::Code => Words {
            greeting,
            subject: "Il tuo codice di accesso a {workspace}",
            paragraph: "Usa questo codice per accedere a {workspace}.",
            action: "Codice di accesso",
            rest: "Il codice vale una sola volta, per dieci minuti. Non comunicarlo a nessuno: non te lo chiederemo mai per telefono o via e-mail. Se non stai accedendo, puoi ignorare questa e-mail.",
        },
    }
}

const fn hindi(occasion: Occasion) -> Words {
    let greeting = "नमस्ते {member},";
    match occasion {
        Occasion::Learn => Words {
            greeting,
            subject: "{workspace} में आपका स्वागत है",
            paragraph: "{workspace} ने आपको अपने लर्निंग पोर्टल पर आमंत्रित किया है।",
            action: "साइन इन करें",
            rest: "पासवर्ड की ज़रूरत नहीं है। साइन इन करते समय हम आपको ई-मेल से एक कोड भेजेंगे।",
        },
        Occasion::Enrol => Words {
            greeting,
            subject: "{workspace} के लिए अपना ऐक्सेस सेट अप करें",
            paragraph: "{workspace} में आपकी भूमिका के लिए एक पासवर्ड और आपके फ़ोन पर एक ऑथेंटिकेटर ऐप ज़रूरी है। इसमें लगभग दो मिनट लगते हैं।",
            action: "ऐक्सेस सेट अप करें",
            rest: "यह लिंक सात दिन तक काम करता है और सिर्फ़ आपके लिए है। कृपया यह ई-मेल किसी को आगे न भेजें।",
        },
        Occasion::UseThePassword => Words {
            greeting,
            subject: "{workspace} में अपने पासवर्ड से साइन इन करें",
            paragraph: "किसी ने, शायद आपने ही, {workspace} के लिए साइन-इन कोड माँगा है। आप पासवर्ड और ऑथेंटिकेटर ऐप से साइन इन करते हैं, इसलिए कोई कोड नहीं भेजा गया।",
            action: "पासवर्ड से साइन इन करें",
            rest: "अगर यह आपने नहीं किया, तो आपको कुछ करने की ज़रूरत नहीं है। पासवर्ड या ऐप खो जाने पर किसी दूसरे एडमिन से अपना ऐक्सेस वापस दिलाने के लिए कहें।",
        },
        Occasion::LetDeviceIn => Words {
            greeting,
            subject: "नए डिवाइस पर {workspace} में साइन इन करें",
            paragraph: "आपके पते से {workspace} में साइन इन करने की बहुत-सी कोशिशें हुई हैं, इसलिए हम अनजान डिवाइस को फ़िलहाल रोक रहे हैं। अगर आप अभी साइन इन कर रहे हैं, तो यह लिंक उस डिवाइस पर खोलें जिसे आप इस्तेमाल करना चाहते हैं।",
            action: "इस डिवाइस पर साइन इन करें",
            rest: "यह लिंक 30 मिनट तक काम करता है। अगर आप साइन इन नहीं कर रहे हैं, तो आपको कुछ करने की ज़रूरत नहीं है: आपके खाते में कोई नहीं घुसा है।",
        },
        Occasion::FindWorkspace => Words {
            greeting,
            subject: "{workspace} में साइन इन कहाँ करें",
            paragraph: "किसी ने, शायद आपने ही, पूछा है कि आपका पता किन कार्यस्थानों से जुड़ा है। आप {workspace} के सदस्य हैं।",
            action: "साइन इन करें",
            rest: "आप जिन कार्यस्थानों में साइन इन कर सकते हैं, उनमें से हर एक के लिए आपको एक ई-मेल मिलेगा। अगर यह आपने नहीं किया, तो आपको कुछ करने की ज़रूरत नहीं है।",
        },
        Occasion::Code => Words {
            greeting,
            subject: "{workspace} के लिए आपका साइन-इन कोड",
            paragraph: "{workspace} में साइन इन करने के लिए यह कोड डालें।",
            action: "साइन-इन कोड",
            rest: "यह कोड एक बार और दस मिनट तक काम करता है। इसे किसी को न बताएँ: हम इसे फ़ोन या ई-मेल पर कभी नहीं माँगते। अगर आप साइन इन नहीं कर रहे हैं, तो इस ई-मेल को अनदेखा कर सकते हैं।",
        },
    }
}
