// This thread's last error text.
#include "api.h"

static thread_local std::string last_error;

void algodistill::set_error(const std::string& message) { last_error = message; }

ALGODISTILL_API const char* ad_error() { return last_error.c_str(); }
