// Streams of an accelerator's work and events in them, through c10's device-generic interface: no header of CUDA is needed.
#include "api.h"

#include <c10/core/Event.h>
#include <c10/core/Stream.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <memory>

using algodistill::guarded;
using c10::impl::VirtualGuardImpl;

// A stream of the pool, or with `current` the one that the thread's work goes to.
ALGODISTILL_API int ad_stream(int32_t device_type, int32_t device_index, int32_t current, c10::Stream** result) {
  return guarded([&] {
    const auto type = static_cast<c10::DeviceType>(device_type);
    const c10::Device device(type, static_cast<c10::DeviceIndex>(device_index));
    const VirtualGuardImpl implementation(type);
    *result = new c10::Stream(current ? implementation.getStream(device) : implementation.getStreamFromGlobalPool(device));
  });
}

ALGODISTILL_API void ad_stream_free(c10::Stream* stream) { delete stream; }

// The thread's work on the stream's device goes to it from now on.
ALGODISTILL_API int ad_stream_use(const c10::Stream* stream) {
  return guarded([&] { VirtualGuardImpl(stream->device_type()).exchangeStream(*stream); });
}

ALGODISTILL_API int ad_stream_synchronize(const c10::Stream* stream) {
  return guarded([&] { stream->synchronize(); });
}

// An event that happens once the stream has done what it was given so far.
ALGODISTILL_API int ad_event(const c10::Stream* stream, c10::Event** result) {
  return guarded([&] {
    auto event = std::make_unique<c10::Event>(stream->device_type());
    event->record(*stream);
    *result = event.release();
  });
}

ALGODISTILL_API void ad_event_free(c10::Event* event) { delete event; }

// What the stream is given from now on begins once the event has happened.
ALGODISTILL_API int ad_event_wait(const c10::Event* event, const c10::Stream* stream) {
  return guarded([&] { event->block(*stream); });
}
