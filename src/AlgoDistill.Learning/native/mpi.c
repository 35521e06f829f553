/*
 * What AlgoDistill.Learning asks of MPI, as functions without MPI's own types, which differ from one MPI to the next: compiled by mpicc
 * into libalgodistill_mpi.so. Each returns 0 or a code, which algodistill_mpi_message puts in words. One thread at a time may call.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <mpi.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#define TRY(call) do { int code_ = (call); if (code_ != MPI_SUCCESS) return code_; } while (0)

enum { SIGNALS = 32, SPINS = 1000, NAP_NANOSECONDS = 50000 };

/* Older Open MPIs load plug-ins that look for its names among the global ones, where a library that was loaded by another's is not. */
static void publish_names(void)
{
    Dl_info library;
    if (dladdr((void *)&MPI_Init_thread, &library) && library.dli_fname) dlopen(library.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
}

/* Open MPI would report the signals that .NET itself makes exceptions of: their handlers are put back. */
static int start(void)
{
    struct sigaction handlers[SIGNALS];
    for (int number = 1; number < SIGNALS; number++) sigaction(number, NULL, &handlers[number]);
    int threads;
    TRY(MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &threads));
    for (int number = 1; number < SIGNALS; number++)
        if (number != SIGKILL && number != SIGSTOP) sigaction(number, &handlers[number], NULL);
    return threads < MPI_THREAD_SERIALIZED ? MPI_ERR_OTHER : MPI_SUCCESS;
}

/* Joins the job: the number of this process, how many there are, and its number among those of its machine. */
int algodistill_mpi_begin(int *rank, int *size, int *local)
{
    publish_names();
    TRY(start());
    MPI_Comm machine;
    TRY(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN));
    TRY(MPI_Comm_rank(MPI_COMM_WORLD, rank));
    TRY(MPI_Comm_size(MPI_COMM_WORLD, size));
    TRY(MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, *rank, MPI_INFO_NULL, &machine));
    TRY(MPI_Comm_rank(machine, local));
    return MPI_Comm_free(&machine);
}

/* Waits until all are here. MPI itself would wait at full speed, on a core that a slower rank may need; this sleeps after a while. */
int algodistill_mpi_barrier(void)
{
    const struct timespec nap = { 0, NAP_NANOSECONDS };
    MPI_Request all;
    int here = 0;
    TRY(MPI_Ibarrier(MPI_COMM_WORLD, &all));
    for (int spin = 0; ; spin++) {
        TRY(MPI_Test(&all, &here, MPI_STATUS_IGNORE));
        if (here) return MPI_SUCCESS;
        if (spin >= SPINS) nanosleep(&nap, NULL);
    }
}

/* Adds float32 numbers up over the ranks, in place. */
int algodistill_mpi_sum_float(float *values, int count)
{
    return MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
}

/* Adds float64 numbers up over the ranks, in place. */
int algodistill_mpi_sum_double(double *values, int count)
{
    return MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
}

/* Gives every rank the bytes of rank 0. */
int algodistill_mpi_broadcast(void *bytes, int count)
{
    return MPI_Bcast(bytes, count, MPI_BYTE, 0, MPI_COMM_WORLD);
}

/* Ends every rank, this one too, with an exit code. */
int algodistill_mpi_abort(int code)
{
    return MPI_Abort(MPI_COMM_WORLD, code);
}

/* Leaves the job; waits for the others to leave too. */
int algodistill_mpi_end(void)
{
    return MPI_Finalize();
}

/* The message of a code, which has room for 1024 bytes. */
int algodistill_mpi_message(int code, char *message)
{
    _Static_assert(MPI_MAX_ERROR_STRING <= 1024, "an MPI message may be longer than its room");
    int length;
    return MPI_Error_string(code, message, &length);
}
