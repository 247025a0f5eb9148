package dev.heir.integration.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Nobody shows a key at this route: what the request itself holds is judged by whoever answers it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface AdmitsAnybody {}
