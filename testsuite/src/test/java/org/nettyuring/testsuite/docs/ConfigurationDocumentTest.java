// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringDomainDatagramChannel;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringServerDomainSocketChannel;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.NoLeaks;

/** docs/CONFIGURATION.md names every property, setting and option that the code has, with the code's defaults. */
@ExtendWith(NoLeaks.class)
class ConfigurationDocumentTest {
    /** By the letters that the document uses. */
    private static final Map<String, Supplier<Channel>> CHANNELS = new LinkedHashMap<>();

    static {
        CHANNELS.put("T", IoUringSocketChannel::new);
        CHANNELS.put("L", IoUringServerSocketChannel::new);
        CHANNELS.put("U", IoUringDatagramChannel::new);
        CHANNELS.put("S", IoUringDomainSocketChannel::new);
        CHANNELS.put("N", IoUringServerDomainSocketChannel::new);
        CHANNELS.put("D", IoUringDomainDatagramChannel::new);
    }

    private static Document document() throws Exception {
        return Document.read("CONFIGURATION.md");
    }

    @Test
    void shouldListEverySystemPropertyWithItsDefaultAndRange() throws Exception {
        Map<String, Sources.Property> documented = new TreeMap<>();
        for (List<String> row : document().table("## System properties")) {
            documented.put(Document.code(row.get(0)).get(0),
                    new Sources.Property(row.get(1).replace("`", ""), row.get(3).contains("..") ? row.get(3) : ""));
        }
        assertThat(documented).as("rows of docs/CONFIGURATION.md: one for each property that the code reads")
                .isEqualTo(Sources.read().properties());
    }

    @Test
    void shouldListEverySettingOfALoopWithItsDefault() throws Exception {
        List<String> settings = new ArrayList<>();
        List<String> readBy = new ArrayList<>();
        IoUringIoHandlerConfig config = IoUringIoHandlerConfig.builder().build();
        for (List<String> row : document().table("## Settings of a loop")) {
            settings.add(nameOf(Document.code(row.get(0)).get(0)));
            List<String> getters = Document.code(row.get(1));
            readBy.addAll(getters.stream().map(ConfigurationDocumentTest::nameOf).toList());
            for (int i = 0; i < getters.size(); i++) {
                Object value = IoUringIoHandlerConfig.class.getMethod(nameOf(getters.get(i))).invoke(config);
                assertThat(Document.code(row.get(2)).get(i)).as(row.toString()).isEqualTo(String.valueOf(value));
            }
        }
        assertThat(settings).containsExactlyInAnyOrderElementsOf(
                publicMethods(IoUringIoHandlerConfig.Builder.class, "build"));
        assertThat(readBy).containsExactlyInAnyOrderElementsOf(
                publicMethods(IoUringIoHandlerConfig.class, "builder"));
    }

    private static String nameOf(String call) {
        return call.substring(0, call.indexOf('('));
    }

    private static Set<String> publicMethods(Class<?> type, String but) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName).filter(name -> !name.equals(but)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldListEveryChannelOptionWithItsChannelsAndDefault() throws Exception {
        Map<String, Set<String>> documented = new TreeMap<>();
        Map<String, List<String>> defaults = new TreeMap<>();
        for (List<String> row : document().table("## Channel options")) {
            String name = Document.code(row.get(0)).get(0);
            documented.put(name, new TreeSet<>(List.of(row.get(1).split(" "))));
            defaults.put(name, Document.code(row.get(2)));
        }
        Map<String, Set<String>> known = new TreeMap<>();
        Map<String, Set<String>> values = new TreeMap<>();
        for (Map.Entry<String, Supplier<Channel>> kind : CHANNELS.entrySet()) {
            Channel channel = kind.getValue().get();
            try {
                for (Map.Entry<ChannelOption<?>, Object> option : channel.config().getOptions().entrySet()) {
                    String name = option.getKey().name().replaceAll(".*#", "");
                    known.computeIfAbsent(name, key -> new TreeSet<>()).add(kind.getKey());
                    values.computeIfAbsent(name, key -> new TreeSet<>()).add(String.valueOf(option.getValue()));
                }
            } finally {
                channel.unsafe().closeForcibly();
            }
        }
        assertThat(documented).as("rows of docs/CONFIGURATION.md, and the channels that have the option")
                .isEqualTo(known);
        defaults.forEach((name, texts) -> assertThat(texts.isEmpty() || new TreeSet<>(texts).equals(values.get(name)))
                .as("defaults of %s: the document says %s, the code %s", name, texts, values.get(name)).isTrue());
    }
}
