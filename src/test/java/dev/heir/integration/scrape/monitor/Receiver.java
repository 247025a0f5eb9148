package dev.heir.integration.scrape.monitor;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Who checks signatures without any code of ours: the receiver that people are given as a sample. */
public final class Receiver {

    private final Method verify;

    private Receiver(Method verify) {
        this.verify = verify;
    }

    public static Receiver ofTheSample() {
        try {
            Path classes = Files.createDirectories(Path.of("target", "samples"));
            int failed = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-d", classes.toString(), "infra/samples/VerifyWebhook.java");
            if (failed != 0) {
                throw new AssertionError("infra/samples/VerifyWebhook.java does not compile");
            }
            URL[] from = {classes.toUri().toURL()};
            try (URLClassLoader loader = new URLClassLoader(from)) {
                Method method = loader.loadClass("VerifyWebhook")
                        .getDeclaredMethod(
                                "verify",
                                String.class,
                                String.class,
                                String.class,
                                String.class,
                                byte[].class,
                                long.class);
                method.setAccessible(true);
                return new Receiver(method);
            }
        } catch (IOException | ReflectiveOperationException broken) {
            throw new LinkageError("the sample is not what it was", broken);
        }
    }

    public boolean believes(String secret, String id, String timestamp, String signatures, byte[] body, long now) {
        try {
            return (boolean) verify.invoke(null, secret, id, timestamp, signatures, body, now);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError("the sample is not what it was", broken);
        }
    }
}
