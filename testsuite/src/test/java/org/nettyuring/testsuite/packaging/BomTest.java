// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The list of versions that users import stays what this build makes and uses. */
class BomTest {
    private static final Path BOM = Artifacts.PROJECT.resolve(".build/bom/pom.xml");
    private static final Path PARENT = Artifacts.PROJECT.resolve("pom.xml");

    @Test
    void shouldHaveTheVersionOfThisBuild() throws Exception {
        assertThat(child(read(BOM).getDocumentElement(), "version"))
                .isEqualTo(child(read(PARENT).getDocumentElement(), "version"));
        assertThat(read(BOM).getElementsByTagName("parent").getLength()).isZero();
    }

    @Test
    void shouldNameWhatIsPublishedAndTheVersionsThatItWasBuiltAndTestedWith() throws Exception {
        Map<String, String> ours = managed(read(PARENT));
        Map<String, String> theirs = managed(read(BOM));
        assertThat(theirs.keySet()).contains("org.nettyuring:transport-uring", "org.nettyuring:transport-uring-native",
                "io.netty:netty-transport-classes-epoll", "io.netty:netty-transport-native-epoll:linux-x86_64");
        assertThat(ours).containsAllEntriesOf(theirs);
    }

    /** Beside the parent, which the POMs of the products name, and the list itself. */
    @Test
    void shouldNameEveryModuleThatIsDeployed() throws Exception {
        NodeList modules = read(PARENT).getElementsByTagName("module");
        Set<String> deployed = new TreeSet<>();
        for (int i = 0; i < modules.getLength(); i++) {
            Path pom = Artifacts.PROJECT.resolve(modules.item(i).getTextContent()).resolve("pom.xml");
            Element project = read(pom).getDocumentElement();
            NodeList skip = project.getElementsByTagName("maven.deploy.skip");
            if (!pom.equals(BOM) && (skip.getLength() == 0 || !skip.item(0).getTextContent().equals("true"))) {
                deployed.add("org.nettyuring:" + child(project, "artifactId"));
            }
        }
        Set<String> named = new TreeSet<>(managed(read(BOM)).keySet());
        named.removeIf(artifact -> !artifact.startsWith("org.nettyuring:"));
        assertThat(deployed).isEqualTo(named);
    }

    private static Map<String, String> managed(Document pom) {
        String pinned = pom.getElementsByTagName("netty.pinned.version").item(0).getTextContent();
        Map<String, String> versions = new TreeMap<>();
        Element management = (Element) pom.getElementsByTagName("dependencyManagement").item(0);
        NodeList dependencies = management.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String classifier = child(dependency, "classifier");
            versions.put(child(dependency, "groupId") + ":" + child(dependency, "artifactId")
                    + (classifier.isEmpty() ? "" : ":" + classifier),
                    child(dependency, "version").replace("${netty.pinned.version}", pinned));
        }
        return versions;
    }

    /** {@return the text of a direct child, or nothing} */
    private static String child(Element parent, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent();
            }
        }
        return "";
    }

    private static Document read(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    }
}
