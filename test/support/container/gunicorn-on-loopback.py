# azmlinfsrv passes "-b 0.0.0.0:<port>" to gunicorn, and neither an option nor GUNICORN_CMD_ARGS overrides that.
# This hook runs before the sockets are created.
def on_starting(arbiter):
    arbiter.cfg.set("bind", ["127.0.0.1:%d" % port for _, port in arbiter.cfg.address])
