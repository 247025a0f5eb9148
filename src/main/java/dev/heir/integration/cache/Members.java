package dev.heir.integration.cache;

import java.util.ArrayList;
import java.util.List;

/** The members of a list in a header; a comma within quotes separates nothing (RFC 9110, section 5.6.1). */
final class Members {

    private Members() {}

    /** In order, without the empty ones. */
    static List<String> of(String line) {
        List<String> members = new ArrayList<>();
        StringBuilder member = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\' && i + 1 < line.length()) {
                member.append(c).append(line.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                add(members, member);
            } else {
                member.append(c);
            }
        }
        add(members, member);
        return members;
    }

    private static void add(List<String> members, StringBuilder member) {
        String text = member.toString().strip();
        if (!text.isEmpty()) {
            members.add(text);
        }
        member.setLength(0);
    }
}
