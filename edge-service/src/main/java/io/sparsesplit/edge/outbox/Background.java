package io.sparsesplit.edge.outbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Work of the outbox on a thread of its own, from the start of the service until it stops. */
abstract class Background implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long STOP_MILLIS = 5000;
    private static final long AFTER_FAILURE_MILLIS = 5000;

    private final String name;
    private final boolean wanted;
    private @Nullable Thread thread;

    /**
     * Work not yet begun.
     *
     * @param wanted whether there is anything to do at all
     */
    Background(String name, boolean wanted) {
        this.name = name;
        this.wanted = wanted;
    }

    /** Works until it is interrupted. */
    abstract void run() throws InterruptedException;

    @Override
    public synchronized void start() {
        if (wanted && thread == null) {
            Thread started = new Thread(this::work, name);
            started.setDaemon(true);
            started.start();
            thread = started;
        }
    }

    private void work() {
        try {
            while (true) {
                try {
                    run();
                } catch (RuntimeException e) {
                    LOG.error("{} failed, and goes on in a moment", name, e);
                    Thread.sleep(AFTER_FAILURE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{} ends", name);
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
