package dev.heir.integration.provider;

import dev.heir.integration.provider.Fallback.Mapping;
import dev.heir.integration.provider.Fallback.RequestTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how a provider's operations are asked of its fallback: {@code list-orders: { operation: orders, ... }}. */
public final class MappingDocument {

    /** Names of mapping documents, as they stand in URLs: {@code orders-mirror.yaml}. */
    public static final Pattern NAME = OperationDocument.NAME;

    private MappingDocument() {}

    /** @throws InvalidInput with all flaws */
    public static Map<String, Mapping> read(Map<String, ?> tree) {
        Fields fields = Fields.of(tree);
        Map<String, Mapping> mapping = read(fields);
        fields.refuseFlaws();
        return mapping;
    }

    static Map<String, Mapping> read(Fields fields) {
        Map<String, Mapping> mapping = new LinkedHashMap<>();
        for (String operation : fields.keys()) {
            fields.map(operation).ifPresent(each -> mapping.put(operation, mapping(each)));
        }
        return mapping;
    }

    private static Mapping mapping(Fields fields) {
        String operation = fields.requiredText("operation");
        Map<String, String> parameters = new LinkedHashMap<>();
        fields.map("parameters").ifPresent(named -> {
            for (String ours : named.keys()) {
                named.text(ours).ifPresent(theirs -> parameters.put(ours, theirs));
            }
        });
        Optional<RequestTemplate> request = fields.map("request").map(template -> request(fields, template));
        Optional<Template> response =
                template(fields, "response").filter(template -> !template.equals(new Template.Members(Map.of())));
        fields.refuseUnknown();
        return new Mapping(operation, parameters, request, response);
    }

    private static RequestTemplate request(Fields mapping, Fields fields) {
        Map<String, Template> params = templates(fields, "params");
        Map<String, Template> form = templates(fields, "form");
        if (!params.isEmpty() && mapping.has("parameters")) {
            mapping.flaw("parameters", "renames what is passed on, and nothing is beside 'request.params'");
        }
        if (!form.isEmpty() && fields.has("body")) {
            fields.flaw("form", "must be left out beside 'body'");
        }
        Optional<Template> body = template(fields, "body");
        fields.refuseUnknown();
        return new RequestTemplate(params, body, form);
    }

    private static Optional<Template> template(Fields fields, String key) {
        return fields.has(key)
                ? Optional.of(TemplateDocument.read(fields, fields.at(key), fields.raw(key)))
                : Optional.empty();
    }

    private static Map<String, Template> templates(Fields fields, String key) {
        Map<String, Template> templates = new LinkedHashMap<>();
        fields.map(key).ifPresent(named -> named.keys()
                .forEach(name -> template(named, name).ifPresent(template -> templates.put(name, template))));
        return templates;
    }
}
