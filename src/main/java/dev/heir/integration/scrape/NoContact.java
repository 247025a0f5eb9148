package dev.heir.integration.scrape;

/** Websites could not reach whoever reads them; nothing was asked of them. */
public final class NoContact extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NoContact(PageUrl page) {
        super(reason(page));
    }

    static String reason(PageUrl page) {
        return page.origin() + " is not read while its owner could not reach whoever reads it: set"
                + " integration.scrape.contact (INTEGRATION_SCRAPE_CONTACT) to a URL or an e-mail address";
    }
}
