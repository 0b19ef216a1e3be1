/* log_pgsql_tls.h - how a PostgreSQL at a distance is reached: with a certificate that is
 * checked, unless the address or libpq's environment says otherwise. */
#ifndef STORE_LOG_PGSQL_TLS_H
#define STORE_LOG_PGSQL_TLS_H

#include <stdbool.h>

struct tls {
	bool far;		/* another machine than this one */
	bool checked;		/* its certificate and its name are */
	const char *mode;	/* sslmode, when it is for us to say; or NULL */
	const char *root;	/* file of the authorities to believe; or NULL */
};

struct tls tls_of(const char *address);
/* Files that the address names are named in the environment too, where the sandbox
 * looks: they are read again at each new connection. */
void tls_files(const char *address);

#endif
