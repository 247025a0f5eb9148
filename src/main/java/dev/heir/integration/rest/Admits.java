package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may use a route; nobody may use one that does not say it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Admits {

    Role value();

    /** Whether projects may use it as well, which are no lesser operators. */
    boolean projectsToo() default false;
}
