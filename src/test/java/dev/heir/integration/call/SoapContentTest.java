package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Protocol;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Inside;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import dev.heir.integration.strike.Symptom;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of both versions, in the words of HTTP and of the ladder. */
class SoapContentTest {

    private static Reply.Responded reply(int status, String xml) {
        Reply.Responded plain = new Reply.Responded(
                status, Map.of(), Body.of(xml.getBytes(StandardCharsets.UTF_8)), Instant.parse("2026-11-23T12:00:00Z"));
        return plain.with(SoapContent.read(plain));
    }

    private static String fault11(String code) {
        return """
                <?xml version="1.0"?>
                <s:Envelope xmlns:s="%s"><s:Header><t xmlns="urn:x"><Fault/></t></s:Header><s:Body>
                  <s:Fault><faultcode>s:%s</faultcode><faultstring xml:lang="en">it &amp; that</faultstring>
                  <detail><Value>no code</Value></detail></s:Fault>
                </s:Body></s:Envelope>""".formatted(Protocol.Soap.Version.V1_1.namespace(), code);
    }

    private static String fault12(String code, String subcode) {
        return """
                <e:Envelope xmlns:e="%s"><e:Body><e:Fault>
                  <e:Code><e:Value>e:%s</e:Value><e:Subcode><e:Value>x:%s</e:Value></e:Subcode></e:Code>
                  <e:Reason><e:Text xml:lang="en">why</e:Text><e:Text xml:lang="de">warum</e:Text></e:Reason>
                </e:Fault></e:Body></e:Envelope>""".formatted(Protocol.Soap.Version.V1_2.namespace(), code, subcode);
    }

    @ParameterizedTest
    @CsvSource({
        "Server, 500, SERVICE_UNAVAILABLE, PROVIDER",
        "Server, 200, SERVICE_UNAVAILABLE, PROVIDER",
        "Client, 500, , ",
        "Client, 200, , ",
        "MustUnderstand, 500, , ",
        "VersionMismatch, 500, , ",
        "Client.Authentication, 500, AUTHENTICATION_FAILURE, ORCHESTRATOR",
        "FailedAuthentication, 500, AUTHENTICATION_FAILURE, ORCHESTRATOR",
        "INVALID_SESSION_ID, 500, AUTHENTICATION_FAILURE, ORCHESTRATOR",
        "REQUEST_LIMIT_EXCEEDED, 500, HTTP_429, CALLER",
        "Server.ServerBusy, 500, SERVICE_UNAVAILABLE, PROVIDER"
    })
    void a_fault_of_1_1_is_whose_its_code_says(String code, int status, Symptom symptom, Fault fault) {
        Reply.Responded reply = reply(status, fault11(code));
        Optional<Symptom> found = Diagnosis.of(reply, ServerSaid.read(reply));
        assertThat(found).isEqualTo(Optional.ofNullable(symptom));
        found.ifPresent(one -> assertThat(Diagnosis.fault(reply, one)).isEqualTo(fault));
        assertThat(reply.inside().trouble()).hasValue(code + ": it & that");
    }

    @ParameterizedTest
    @CsvSource({
        "Receiver, Broken, SERVICE_UNAVAILABLE",
        "Sender, BadArguments, ",
        "Sender, FailedAuthentication, AUTHENTICATION_FAILURE",
        "Sender, Throttled, HTTP_429",
        "DataEncodingUnknown, X, ",
        "VersionMismatch, X, ",
        "Receiver, ServerBusy, SERVICE_UNAVAILABLE"
    })
    void a_fault_of_1_2_is_whose_its_codes_say(String code, String subcode, Symptom symptom) {
        Reply.Responded reply = reply(500, fault12(code, subcode));
        assertThat(Diagnosis.of(reply, ServerSaid.read(reply))).isEqualTo(Optional.ofNullable(symptom));
        assertThat(reply.inside().trouble()).hasValue(code + "/" + subcode + ": why");
    }

    @Test
    void a_callers_mistake_was_not_carried_out_and_the_servers_may_have_been() {
        assertThat(Repetition.standing(reply(500, fault11("Client")))).isEqualTo(Repetition.Standing.REFUSED);
        assertThat(Repetition.standing(reply(200, fault11("Server")))).isEqualTo(Repetition.Standing.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "<html>",
                "<Envelope><Body><Fault/></Body></Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><x><s:Fault/></x></s:Body></s:Envelope>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>&x;</faultcode>"
                        + "</s:Fault></s:Body></s:Envelope>"
            })
    void what_is_no_fault_says_nothing_and_a_document_type_is_not_read(String text) {
        assertThat(reply(200, text).inside()).isEqualTo(Inside.NOTHING);
    }

    @Test
    void depth_has_a_bound() {
        String deep = "<s:Envelope xmlns:s='" + Protocol.Soap.Version.V1_1.namespace() + "'><s:Header>"
                + "<a>".repeat(5_000) + "</a>".repeat(5_000)
                + "</s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode></s:Fault></s:Body></s:Envelope>";
        assertThat(reply(200, deep).inside()).isEqualTo(Inside.NOTHING);
    }
}
