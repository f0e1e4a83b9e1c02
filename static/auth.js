// Made of /auth/index.js and its modules by "npm run build:client".
var v="grant-revoked grant-unreadable invalid-refresh-token organisation-required refresh-token-reused role-required user-disabled".split(" "),O=["access-denied account-type authorization-pending cookie-missing cross-site database-refuses expired","github-email-unverified github-rate-limited github-unavailable github-unexpected hasura-unavailable internal","invalid-input invalid-state method-not-allowed misconfigured not-found other-sign-in payload-too-large","sign-up-closed slow-down unauthorized unknown-key unsupported-media-type unreachable storage-blocked"].join(" ").split(" ");var l=class extends Error{constructor(t,r,n){let o=[...v,...O].find(s=>s===t)??"failed";super(r??o,n),this.name="AuthError",this.code=o}};var ie=15e3;async function w(e,t,r){let n,o;try{n=await e(await t,{...r,signal:AbortSignal.timeout(ie)}),o=await n.json()}catch(i){throw new l("unreachable","The server cannot be reached.",{cause:i})}let s=o?.error??o?.errors?.[0];if(s)throw new l(s.code??s.extensions?.code,s.message);if(!n.ok)throw new l("unreachable",`The server answered ${n.status}.`);return{body:o,headers:n.headers}}function g(e){return{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify(e)}}var ae=2e4;async function E(e,t,r,{role:n,signal:o}){let s=g(r),i={...s.headers,...n&&{"x-hasura-role":n}},c=o??AbortSignal.timeout(ae),f;try{f=await(await e(t,{...s,headers:i,credentials:"omit",signal:c})).json()}catch(h){throw h instanceof l||o?.aborted?h:new l("unreachable","The GraphQL server cannot be reached.",{cause:h})}let{data:d=null,errors:u=[]}=f??{};if(!d&&!u.length)throw new l("unreachable","The answer was not GraphQL.");return{data:d,errors:u}}function U({accessToken:e,accessTokenExpiresAt:t},r){let n=Date.parse(t)-Date.parse(r.get("date")??"");return Number.isNaN(n)?S(e):Date.now()+n}function S(e){return Date.now()+ce(e)}function ce(e){try{let t=atob((e.split(".")[1]??"").replaceAll("-","+").replaceAll("_","/")),{exp:r,iat:n}=JSON.parse(t);return(r-n-60)*1e3||3e5}catch{return 3e5}}var y=({endsAt:e})=>e-Date.now(),N=e=>y(e)>65e3,q=e=>y(e)>105e3;function I(e){let t=y(e);return Math.max(5e3,t>105e3*1.5?t-105e3:t/2)}function _({baseUrl:e="/api/auth"},t){return{async load(){let{body:r,headers:n}=await w(t,`${e}/session`,{cache:"no-store"}),o=r;return o?.user?{...o,endsAt:U(o,n)}:null},async start(r){return`${e}/signin/github?returnTo=${encodeURIComponent(r)}`},async end(r){let{body:n}=await w(t,`${e}/signout`,g({everywhere:r}));return n.revoked}}}var B=`    accessToken
    tokenType
    expiresAt
    refreshToken
    refreshExpiresAt
    userId
    login
    name
    avatarUrl
    roles
    defaultRole
    isNewUser`,P={startLogin:`mutation startLogin(
  $codeChallenge: String!
  $redirectTo: String!
) {
  startLogin(
    codeChallenge: $codeChallenge
    redirectTo: $redirectTo
  ) {
    url
    state
    expiresAt
  }
}`,login:`mutation login(
  $code: String!
  $state: String!
  $codeVerifier: String!
  $iss: String
) {
  login(
    code: $code
    state: $state
    codeVerifier: $codeVerifier
    iss: $iss
  ) {
${B}
  }
}`,refreshSession:`mutation refreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
${B}
  }
}`,logout:`mutation logout(
  $refreshToken: String!
  $everywhere: Boolean!
) {
  logout(
    refreshToken: $refreshToken
    everywhere: $everywhere
  ) {
    revoked
  }
}`};function R(e,t){return async(r,n)=>{let o=g({query:P[r],variables:n}),{body:s}=await w(t,e(),{...o,credentials:"omit"}),{data:i}=s;return i[r]}}function k(e){return e instanceof l&&v.includes(e.code)}var A="pending-graphql-login";function $(e){J(()=>sessionStorage.setItem(A,JSON.stringify(e??null)))}function F(){return J(()=>{let e=sessionStorage.getItem(A);return sessionStorage.removeItem(A),JSON.parse(e??"null")})}function J(e){try{return e()}catch(t){throw new l("storage-blocked","This browser lets the page keep nothing.",{cause:t})}}var ue=new Map([["access_denied","access-denied"],["server_error","github-unexpected"]]);async function j(e,t){let r=F(),n=t.get("error");if(n!==null)throw new l(ue.get(n),"The sign-in could not be completed.");let{code:o,state:s,iss:i}=Object.fromEntries(t);if(!r||!o||s!==r.state)throw new l("invalid-state","This sign-in does not belong to this browser.");let{codeVerifier:c,returnTo:f}=r,d=await e("login",{code:o,state:s,codeVerifier:c,...i&&{iss:i}});return history.replaceState(history.state,"",f),d}async function b({graphqlUrl:e},t){let r=typeof e=="function"?await e():e??t?.graphqlUrl;if(!r)throw new l("unauthorized","Nobody is signed in, and graphqlUrl is not given.");return r}var L="auth";function z(e=de()){return{async get(){return JSON.parse(await e.getItem(L)??"null")},async set(t){let{refreshToken:r}=t,n=le(t);return await e.setItem(L,JSON.stringify({refreshToken:r,session:n})),n},remove:async()=>e.removeItem(L)}}function le({userId:e,login:t,name:r,avatarUrl:n,...o}){let{roles:s,defaultRole:i,accessToken:c,isNewUser:f}=o;return{user:{id:e,login:t,name:r,email:null,image:n},roles:s,defaultRole:i,accessToken:c,accessTokenExpiresAt:o.expiresAt,endsAt:S(c),expires:o.refreshExpiresAt,isNewUser:f}}function de(){let e=null;return{getItem:()=>e,setItem:(t,r)=>{e=r},removeItem:()=>{e=null}}}async function V(){let e=D(crypto.getRandomValues(new Uint8Array(32)));return{codeVerifier:e,codeChallenge:await fe(e)}}async function fe(e){let t=await crypto.subtle.digest("SHA-256",new TextEncoder().encode(e));return D(new Uint8Array(t))}function D(e){return btoa(String.fromCharCode(...e)).replaceAll("+","-").replaceAll("/","_").replace(/=+$/,"")}async function G(e,t=location.origin+location.pathname,r){$();let{codeVerifier:n,codeChallenge:o}=await V(),{url:s,state:i}=await e("startLogin",{codeChallenge:o,redirectTo:t});if(!/^https?:\/\//.test(s))throw new l("misconfigured");return $({state:i,codeVerifier:n,returnTo:r}),s}var he=["code","state","iss","error","error_description","error_uri"];function Q(){let e=globalThis.location&&new URL(location.href);if(!e?.searchParams.has("state")&&!e?.searchParams.has("error"))return;let t=new URLSearchParams(e.search);for(let r of he)e.searchParams.delete(r);return history.replaceState(history.state,"",e),t}function W(e,t){let r=Q(),n=R(()=>b(e,null),t),o=z(e.store);return{async load(s){let i=r;if(r=void 0,i)return o.set(await j(n,i));let c=await o.get();if(!c)return null;let{refreshToken:f,session:d}=c;if(d.accessToken!==s&&q(d))return d;let u=await n("refreshSession",{refreshToken:f}).catch(pe);return u?o.set(u):(await o.remove(),null)},start:s=>G(n,e.redirectTo,s),async end(s){let i=await o.get();if(!i)return 0;let{refreshToken:c}=i,{revoked:f}=await n("logout",{refreshToken:c,everywhere:s}).catch(async d=>{throw k(d)&&await o.remove(),d});return await o.remove(),f}}}function pe(e){if(!k(e))throw e;return null}function H(){let e=new Set;return{tell(t){for(let r of e)r(t)},onChange(t){let r=n=>t(n);return e.add(r),()=>void e.delete(r)}}}function K(){let e=Promise.resolve();return t=>{let r=e.then(()=>me(t));return e=r.catch(()=>{}),r}}async function me(e){let{locks:t}=navigator;if(!t)return e();let r,n=()=>(r??=e(),r);return t.request("auth",{signal:AbortSignal.timeout(2e4)},n).catch(n)}function X(e){let{signal:t,abort:r}=ge();globalThis.document?.addEventListener("visibilitychange",()=>{document.visibilityState==="visible"&&e()},{signal:t});for(let n of["online","pageshow"])globalThis.addEventListener?.(n,e,{signal:t});return r}function ge(){let e=new AbortController;return{signal:e.signal,abort:()=>e.abort()}}function Y(e){let t=globalThis.BroadcastChannel&&new BroadcastChannel("auth");return t&&(t.onmessage=e),{tell:()=>t?.postMessage(""),close:()=>t?.close()}}var we=1e4;function Z(e){let t=K(),{tell:r,onChange:n}=H(),o,s,i,c=!1,f=!1,d=!1,u=Y(()=>{d=!0,m(o?.accessToken).finally(()=>{d=!1})}),h=X(m);async function m(a){(o!==void 0||c)&&await x(a).catch(()=>{})}function T(a){clearTimeout(i),f||(i=setTimeout(m,a))}async function x(a){return s&&(await s)?.accessToken!==a?o??null:(s??=t(()=>e.load(a)).then(ne,oe).finally(()=>{s=void 0}),s)}function ne(a){let p=o,se=c||p?.accessToken!==a?.accessToken;return o=a,c=!1,a?(T(I(a)),p?.user.id!==a.user.id?r({type:"signed-in",session:a}):se&&r({type:"refreshed",session:a})):p&&C(d?"signed-out-elsewhere":"ended"),a}function C(a){o=null,clearTimeout(i),r({type:a,session:null})}function oe(a){throw c=!0,T(we),r({type:"error",session:o??null,error:a}),a}return{onChange:n,renew:x,refresh:()=>x(o?.accessToken),async session(){let a=o;if(a===null||a&&N(a))return a;try{return await x(a?.accessToken)}catch(p){if(a&&y(a)>0)return a;throw p}},signOut:a=>t(async()=>{try{let p=await e.end(a);return M(),{revoked:p}}catch(p){throw k(p)&&M(),p}}),close(){f=!0,clearTimeout(i),h(),u.close()}};function M(){u.tell(),C("signed-out")}}function ee(e,t){let r=globalThis.location?.href,n=[r,...t].map(s=>s&&new URL(s,r).origin),{origin:o}=new URL(e);if(!n.includes(o))throw new TypeError(`The access token is not for ${o}: see trustedOrigins`)}function re({session:e,renew:t},r,n){return async(o,s)=>{let i=new Request(o,s),c=await e();if(!c)return r(i);await n(i.url,c);let f=i.clone(),d=await r(te(i,c));if(!await ye(d))return d;let u=await t(c.accessToken).catch(()=>null);return u?.user.id!==c.user.id||u.accessToken===c.accessToken?d:r(te(f,u))}}function te(e,{accessToken:t}){return e.headers.set("authorization",`Bearer ${t}`),e}async function ye(e){if(e.status===401)return!0;let{headers:t}=e;return Number(t.get("content-length"))>4096||!t.get("content-type")?.includes("json")?!1:(await e.clone().json().catch(()=>null))?.errors?.[0]?.extensions?.code==="invalid-jwt"}function ke(e={}){let{trustedOrigins:t=[],fetch:r=(...u)=>fetch(...u)}=e,n=(e.flow==="graphql"?W:_)(e,r),o=Z(n),s=re(o,r,async(u,h)=>ee(u,[await b(e,h),...t])),{session:i,refresh:c,onChange:f,close:d}=o;return{session:i,refresh:c,onChange:f,close:d,fetch:s,async signIn({returnTo:u=location.pathname+location.search+location.hash,redirect:h=!0}={}){let m=await n.start(u);return h&&location.assign(m),{url:m}},signOut:({everywhere:u=!1}={})=>o.signOut(u),async graphql(u,h,m={}){let T=await b(e,e.graphqlUrl?null:await i());return E(s,T,{query:u,variables:h},m)}}}export{l as AuthError,ke as createAuth};
