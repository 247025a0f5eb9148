package dev.heir.integration.rest;

import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** A page that says one thing to a person. */
final class Notice {

    private Notice() {}

    /** Nothing of what came in may become markup, and no other site may read the address with the code in it. */
    static RestResponse.ResponseBuilder<String> page(int status, String title, String words) {
        return RestResponse.ResponseBuilder.<String>create(status)
                .entity("<!doctype html><meta charset=\"utf-8\"><title>" + title + "</title><h1>" + title + "</h1><p>"
                        + escaped(words) + "</p>\n")
                .type(MediaType.TEXT_HTML + ";charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
