package dev.heir.integration.strike;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the body of a refusal says that a quota, credits or a budget are used up, and not a short rate.
 *
 * <p>Only whole string values of JSON are compared, so that an answer which quotes its caller's text is not mistaken.
 * The words, as the vendors' documentation and users' reports gave them in November 2026:
 *
 * <ul>
 *   <li>{@code insufficient_quota}, {@code billing_hard_limit_reached}, {@code billing_not_active}: OpenAI, guide
 *       "Error codes"
 *   <li>{@code Your credit balance is too low}: Anthropic answers it with 400 (BerriAI/litellm#37592)
 *   <li>{@code dailyLimitExceeded}, {@code dailyLimitExceededUnreg}: Google APIs, "Limits and quotas on API requests";
 *       its {@code rateLimitExceeded} and {@code userRateLimitExceeded} are short rates
 *   <li>{@code OVER_DAILY_LIMIT}: Google Maps; its {@code OVER_QUERY_LIMIT} is the short one
 *   <li>{@code daily_quota_exceeded}, {@code monthly_quota_exceeded}: Resend, "Errors"
 *   <li>{@code "policyName": "DAILY"}: HubSpot, "API usage details"; {@code TEN_SECONDLY_ROLLING} is the short one
 *   <li>{@code TotalRequests Limit exceeded.}: Salesforce's 24 hours, told apart from its other
 *       {@code REQUEST_LIMIT_EXCEEDED}
 *   <li>{@code You have exceeded the MONTHLY quota}, also {@code DAILY}: RapidAPI's gateway
 *   <li>{@code quotaExceeded} (YouTube: the day's; Analytics: also ten at once), {@code quota_exceeded} and the problem
 *       type {@code #quota-exceeded} (draft-ietf-httpapi-ratelimit-headers: any policy, a short one too): believed
 *       unless the same answer says to come back within the hour
 * </ul>
 */
final class QuotaWords {

    private static final int LOOKED_AT = 4096;

    private static final Duration SHORT = Duration.ofHours(1);

    private static final Pattern CERTAIN = Pattern.compile(":\\s*\"(?:"
            + "insufficient_quota|billing_hard_limit_reached|billing_not_active"
            + "|dailyLimitExceeded(?:Unreg)?|OVER_DAILY_LIMIT|daily_quota_exceeded|monthly_quota_exceeded"
            + "|TotalRequests Limit exceeded\\."
            + ")\"|\"message\"\\s*:\\s*\"(?:Your credit balance is too low|You have exceeded the (?:DAILY|MONTHLY) quota)"
            + "|\"policyName\"\\s*:\\s*\"DAILY\"");

    private static final Pattern LIKELY = Pattern.compile(
            ":\\s*\"(?:quotaExceeded|QuotaExceeded|quota_exceeded|quota-exceeded)\"|\"type\"\\s*:\\s*\"[^\"\\s]{0,200}[#/]quota-exceeded\"");

    private static final Pattern CARD = Pattern.compile("\"type\"\\s*:\\s*\"card_error\"");

    private QuotaWords() {}

    /** Whether what was not paid is somebody's card, and not the provider's bill. */
    static boolean tellOfACard(Reply.Responded reply) {
        return json(reply).filter(text -> CARD.matcher(text).find()).isPresent();
    }

    private static Optional<String> json(Reply.Responded reply) {
        String text = new String(Unpacked.beginning(reply, LOOKED_AT), StandardCharsets.UTF_8).stripLeading();
        return Optional.of(text).filter(some -> some.startsWith("{") || some.startsWith("["));
    }

    static boolean in(Reply.Responded reply, Optional<Instant> retryAt) {
        String text = json(reply).orElse("");
        boolean backSoon =
                retryAt.filter(time -> time.isBefore(reply.at().plus(SHORT))).isPresent();
        return CERTAIN.matcher(text).find()
                || (!backSoon && LIKELY.matcher(text).find());
    }
}
