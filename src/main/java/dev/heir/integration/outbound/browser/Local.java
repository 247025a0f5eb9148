package dev.heir.integration.outbound.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * What belongs to a browser of this machine.
 *
 * @param driver its address
 * @param processes the driver's and the browser's
 * @param egress the browser's one way out
 */
record Local(URI driver, Processes processes, Egress egress) implements AutoCloseable {

    /** @param directory of its own, which goes with it */
    static Local start(BrowserConfig config, Path directory, Egress.Looking wall) throws IOException {
        Egress egress = new Egress(wall);
        boolean begun = false;
        try {
            Driver driver = Driver.start(config.driver(), directory, config.start());
            begun = true;
            return new Local(driver.address(), new Processes(driver.process().toHandle(), directory), egress);
        } finally {
            if (!begun) {
                egress.close();
                Processes.delete(directory);
            }
        }
    }

    /** @throws IOException when the browser holds more than it may */
    void checkMemory(long most) throws IOException {
        long used = processes.memory();
        if (used > most) {
            throw new IOException("the page needs more than its " + most / 1_048_576 + " MB: the browser held "
                    + used / 1_048_576 + " MB");
        }
    }

    @Override
    public void close() {
        processes.end();
        egress.close();
    }
}
