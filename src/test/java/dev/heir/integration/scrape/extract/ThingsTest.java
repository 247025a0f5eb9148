package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThingsTest {

    @Test
    void linked_data_is_read_through_graphs_references_and_the_mistakes_of_templates() {
        List<Thing> things = Things.of(Pages.page("""
                <script type="application/ld+json">
                //<![CDATA[
                {"@context": "https://schema.org", "@graph": [
                  {"@type": "http://schema.org/Product", "@id": "#p", "name": "Lamp", /* by hand */
                   "description": "two
                lines", "offers": {"@id": "#o"}, "brand": {"@value": "Lumen"},},
                  {"@type": ["Offer", "schema:Demand"], "@id": "#o", "price": 12.50, "itemOffered": {"@id": "#p"}},
                ]}
                //]]>
                </script>
                <script type="application/ld+json; charset=utf-8">{&quot;@type&quot;:&quot;Person&quot;,&quot;name&quot;:&quot;Ada&quot;}</script>
                <script type="application/ld+json">{"@type": "Broken", "name": </script>"""));

        assertThat(things).extracting(Thing::syntax).containsOnly(Syntax.JSON_LD);
        assertThat(things).extracting(thing -> thing.types().getFirst()).containsExactly("Product", "Offer", "Person");
        Thing product = things.getFirst();
        assertThat(product.id()).hasValue("#p");
        assertThat(product.properties().at("/offers/price").asText()).isEqualTo("12.5");
        assertThat(product.properties().at("/offers/itemOffered/@id").asText()).isEqualTo("#p");
        assertThat(product.properties().get("brand").asText()).isEqualTo("Lumen");
        assertThat(product.properties().get("description").asText()).contains("two\nlines");
        assertThat(things.get(1).types()).containsExactly("Offer", "Demand");
    }

    @Test
    void things_that_refer_to_each_other_without_end_cost_bounded_room() {
        StringBuilder graph = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            graph.append(i == 0 ? "" : ",").append("{\"@id\":\"n").append(i).append("\",\"@type\":\"T\",\"to\":[");
            for (int j = 0; j < 60; j++) {
                graph.append(j == 0 ? "" : ",").append("{\"@id\":\"n").append(j).append("\"}");
            }
            graph.append("]}");
        }

        List<Thing> things =
                Things.of(Pages.page("<script type=application/ld+json>{\"@graph\":[" + graph + "]}</script>"));

        assertThat(things).isNotEmpty();
        assertThat(things.toString().length()).isLessThan(5_000_000);
    }

    @Test
    void microdata_is_read_with_nested_items_references_and_each_elements_own_value() {
        List<Thing> things = Things.of(Pages.page("""
                <div itemscope itemtype="https://schema.org/Product" itemid="urn:1" itemref="far loop">
                  <b itemprop="name">Lamp</b><img itemprop="image" src="/lamp.png">
                  <span itemprop="offers" itemscope itemtype="http://schema.org/Offer">
                    <data itemprop="price" value="12.50">12,50</data><meta itemprop="priceCurrency" content="EUR">
                    <link itemprop="availability" href="https://schema.org/InStock">
                    <time itemprop="validFrom" datetime="2026-01-02">January</time></span></div>
                <p id="far"><a itemprop="url sameAs" href="/lamp">more</a></p>
                <div id="loop" itemprop="self" itemscope itemref="loop"><i itemprop="x">1</i></div>"""));

        assertThat(things).hasSize(1);
        Thing product = things.getFirst();
        assertThat(product.types()).containsExactly("Product");
        assertThat(product.id()).hasValue("urn:1");
        assertThat(product.properties().at("/offers/price").asText()).isEqualTo("12.50");
        assertThat(product.properties().at("/offers/priceCurrency").asText()).isEqualTo("EUR");
        assertThat(product.properties().at("/offers/availability").asText()).isEqualTo("https://schema.org/InStock");
        assertThat(product.properties().at("/offers/validFrom").asText()).isEqualTo("2026-01-02");
        assertThat(product.properties().get("image").asText()).isEqualTo("https://shop.example/lamp.png");
        assertThat(product.properties().get("sameAs").asText()).isEqualTo("https://shop.example/lamp");
        assertThat(product.properties().at("/self/x").asText()).isEqualTo("1");
    }

    @Test
    void rdfa_lite_is_read_with_vocabularies_and_prefixes() {
        List<Thing> things = Things.of(Pages.page("""
                <div vocab="http://schema.org/" typeof="Person" resource="#ada" prefix="foaf: http://xmlns.com/foaf/0.1/">
                  <span property="name">Ada</span><a property="foaf:homepage" href="/ada">home</a>
                  <div property="address" typeof="PostalAddress"><span property="addressLocality">London</span></div>
                  <time property="birthDate" datetime="1815-12-10">1815</time></div>
                <meta property="og:title" content="not RDFa">"""));

        Thing person = things.getFirst();
        assertThat(person.syntax()).isEqualTo(Syntax.RDFA);
        assertThat(person.types()).containsExactly("Person");
        assertThat(person.id()).hasValue("#ada");
        assertThat(person.properties().get("name").asText()).isEqualTo("Ada");
        assertThat(person.properties().get("http://xmlns.com/foaf/0.1/homepage").asText())
                .isEqualTo("https://shop.example/ada");
        assertThat(person.properties().at("/address/addressLocality").asText()).isEqualTo("London");
        assertThat(person.properties().get("birthDate").asText()).isEqualTo("1815-12-10");
    }

    @Test
    void open_graph_is_one_thing_whose_images_have_properties() {
        List<Thing> things = Things.of(Pages.page("""
                <meta property="og:type" content="product"><meta property="og:title" content="Lamp">
                <meta property="og:image" content="/1.png"><meta property="og:image:width" content="300">
                <meta property="og:image" content="/2.png"><meta property="product:price:amount" content="12.50">
                <meta name="description" content="no">"""));

        assertThat(things).hasSize(1);
        assertThat(things.getFirst().types()).containsExactly("product");
        assertThat(things.getFirst().properties().toString())
                .isEqualTo(
                        "{\"title\":\"Lamp\",\"image\":[{\"url\":\"/1.png\",\"width\":\"300\"},{\"url\":\"/2.png\"}],"
                                + "\"product:price:amount\":\"12.50\"}");
    }

    @Test
    void a_page_without_structured_data_has_none() {
        assertThat(Things.of(Pages.page("<p>plain"))).isEmpty();
    }
}
