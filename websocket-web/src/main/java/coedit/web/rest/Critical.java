package coedit.web.rest;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * What cannot be taken back, or gives rights away: may need a {@linkplain FreshSignIn new} sign-in.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@interface Critical {}
